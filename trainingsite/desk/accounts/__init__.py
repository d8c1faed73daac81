"""The manager's register of the practice's accounts, somebody who leaves at once, and the pages for patients."""
