def connect(env):
    return env.DB
