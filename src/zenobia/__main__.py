"""`python -m zenobia` is `zenobia`."""

from zenobia.cli import main

if __name__ == "__main__":
    main()
