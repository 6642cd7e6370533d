def post_init_hook(env):
    env["shelf.shelf"].search([("capacity", "=", 0)]).write({"capacity": 10})
