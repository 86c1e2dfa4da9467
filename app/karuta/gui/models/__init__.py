"""What lists show: Qt models over plain values; they read nothing themselves, but ask for what they lack."""
