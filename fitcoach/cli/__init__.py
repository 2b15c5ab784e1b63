"""The command line: one thin file a command.

Heavy packages are imported inside the commands, so that `fitcoach --help` answers at once.
"""
