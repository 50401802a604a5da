database = None
