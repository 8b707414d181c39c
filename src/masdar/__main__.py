"""``python -m masdar``: the command line."""

from masdar.cli import main

if __name__ == "__main__":
    main()
