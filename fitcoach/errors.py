"""The one error that is meant for the user."""


class FitcoachError(Exception):
    """Something the user can put right.

    The message is one clear sentence: what is wrong, where (file, line, field), and what to do.
    The command line prints it without a traceback and exits with `exit_code`.
    """

    exit_code = 1
