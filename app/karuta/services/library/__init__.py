"""One library as a whole: opened, readied as a demo, looked over."""
