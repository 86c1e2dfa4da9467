"""`python -m karuta`: the same as the script `karuta`."""

from karuta.bootstrap import main

if __name__ == "__main__":
    main()
