"""Small applications with the kit, one for each framework, on ports of their own: python3 apps.py NAME PORT [LOG]."""

import os
import sys
import threading
import wsgiref.simple_server

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import tocsin_kit
from tocsin_kit import Kit


def flask_app():
    import flask

    app = flask.Flask("shop")

    @app.get("/orders/<int:number>")
    def order(number):
        return {"number": number}

    @app.get("/broken")
    def broken():
        raise RuntimeError("the flask is broken")

    @app.get("/lines")
    def lines():
        return app.response_class(f"{n}\n" for n in range(3))

    return app


def fastapi_app():
    import fastapi
    from fastapi.staticfiles import StaticFiles

    app = fastapi.FastAPI()
    inner = fastapi.FastAPI()

    @app.get("/orders/{number}")
    def order(number: int):
        return {"number": number}

    @app.get("/broken")
    async def broken():
        raise RuntimeError("the api is broken")

    @app.post("/login", status_code=401)
    def login():
        tocsin_kit.SIGN_INS.labels("failure").inc()

    @inner.get("/items/{name}")
    def item(name: str):
        return name

    app.mount("/inner", inner)
    app.mount("/static", StaticFiles(directory=os.path.dirname(os.path.abspath(__file__))))
    return app


def starlette_app():
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Mount, Route

    async def page(request):
        return PlainTextResponse(request.path_params["name"])

    return Starlette(routes=[Mount("/deep", routes=[Route("/pages/{name}", page)]), Route("/pages/{name}/edit", lambda request: PlainTextResponse(""))])


def django_setup():
    import django
    from django.conf import settings
    from django.http import HttpResponse
    from django.urls import include, path

    def article(request, year):
        return HttpResponse(str(year))

    def broken(request):
        raise RuntimeError("the django is broken")

    if not settings.configured:
        settings.configure(ROOT_URLCONF=type("urls", (), {}), SECRET_KEY="test", ALLOWED_HOSTS=["*"], LOGGING_CONFIG=None)
        settings.ROOT_URLCONF.urlpatterns = [path("articles/", include([path("<int:year>/", article)])), path("broken", broken)]
        django.setup()


def django_wsgi():
    django_setup()
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def django_asgi():
    django_setup()
    from django.core.asgi import get_asgi_application

    return get_asgi_application()


def plain_wsgi(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"plain"]


class Threading(wsgiref.simple_server.WSGIServer):
    class Handler(wsgiref.simple_server.WSGIRequestHandler):
        def log_message(self, *_):
            pass


def serve_wsgi(app, port=0):
    """A running server of the application; its port is in server_port."""
    server = tocsin_kit._Server(("127.0.0.1", port), tocsin_kit._Handler)
    server.set_app(app)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def serve_asgi(app, port=0):
    """A running uvicorn, and the port that it has."""
    import time

    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, lifespan="off"))
    server.install_signal_handlers = lambda: None
    threading.Thread(target=server.run, daemon=True).start()
    end = time.monotonic() + 30
    while not server.started:
        if time.monotonic() > end:
            raise TimeoutError("uvicorn does not start")
        time.sleep(0.01)
    return server, server.servers[0].sockets[0].getsockname()[1]


def database():
    if os.path.exists(os.environ.get("DATABASE_DOWN", "")):
        raise ConnectionError("db.example.com refused user root")


if __name__ == "__main__":
    name, port, *log = sys.argv[1:]
    tocsin_kit.json_logs(name, *log)
    kit = Kit(checks={"database": database})
    if name == "shop":
        serve_asgi(kit.asgi(fastapi_app()), int(port))
    else:
        serve_wsgi(kit.wsgi(flask_app().wsgi_app), int(port))
    threading.Event().wait()
