"""What hosting rests on stays in step: the settings, the image, the replicas, the container."""

from __future__ import annotations

import json
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PORT = "8501"
HEALTH = "/_stcore/health"


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def settings() -> dict[str, dict[str, object]]:
    return tomllib.loads(text_of(".streamlit/config.toml"))


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("server", "maxUploadSize", 1),
        ("server", "enableStaticServing", True),
        ("browser", "gatherUsageStats", False),
        ("browser", "serverAddress", "localhost"),
        ("client", "showErrorDetails", "none"),
    ],
)
def test_settings_are_safe(section: str, name: str, value: object) -> None:
    assert settings()[section][name] == value


def test_messages_are_bounded_far_below_streamlits_defaults() -> None:
    server = settings()["server"]
    assert 1 <= int(str(server["maxWidgetStateSize"])) <= 2
    assert 1 <= int(str(server["maxMessageSize"])) <= 20


@pytest.mark.parametrize("name", ["enableCORS", "enableXsrfProtection"])
def test_no_protection_is_switched_off(name: str) -> None:
    assert settings()["server"].get(name, True) is True


def test_every_setting_is_one_that_streamlit_knows() -> None:
    from streamlit import config

    known = config.get_config_options()
    for section, values in settings().items():
        for name, value in values.items():
            names = [name] if not isinstance(value, dict) else [f"{name}.{one}" for one in value]
            assert all(f"{section}.{one}" in known for one in names), (section, names)


def test_the_image_runs_the_app_as_nobody_and_asks_for_its_health() -> None:
    image = text_of("Dockerfile")
    assert re.search(r"^USER (?!0|root)", image, re.MULTILINE)
    assert f"EXPOSE {PORT}" in image
    assert f"STREAMLIT_SERVER_PORT={PORT}" in image
    assert f"http://127.0.0.1:{PORT}{HEALTH}" in image
    assert 'CMD ["streamlit", "run", "app.py"]' in image
    for source in re.findall(r"^COPY (\S+) \.$", image, re.MULTILINE):
        assert (ROOT / source).exists()


def test_one_python_everywhere() -> None:
    (least,) = re.findall(r'requires-python = ">=([\d.]+)"', text_of("pyproject.toml"))
    assert f"FROM python:{least}-slim\n" in text_of("Dockerfile")
    assert f'"image": "python:{least}"' in text_of(".devcontainer/devcontainer.json")


def test_the_image_leaves_out_nothing_that_the_app_imports() -> None:
    """What .dockerignore names are rooms that no source of the app reads."""
    ignored = [
        line
        for line in text_of(".dockerignore").splitlines()
        if line and not line.startswith(("#", "!"))
    ]
    left_out = {
        path.name
        for path in ROOT.iterdir()
        if any(fnmatch(path.name, pattern) for pattern in ignored)
    }
    assert not left_out & {"app.py", "requirements.txt", "static"}
    rooms = [path for path in ROOT.iterdir() if path.is_dir() and path.name not in left_out]
    sources = [ROOT / "app.py", *(source for room in rooms for source in room.rglob("*.py"))]
    for source in sources:
        imported = re.findall(r"^\s*(?:from|import) (\w+)", source.read_text("utf-8"), re.MULTILINE)
        assert not left_out & set(imported), source


def test_compose_and_the_balancers_file_speak_of_the_same_things() -> None:
    compose, balancer = text_of("compose.yaml"), text_of("deploy/Caddyfile")
    assert "./deploy/Caddyfile:/etc/caddy/Caddyfile:ro" in compose
    replicas = re.findall(r"^  (\w+): \*replica$", compose, re.MULTILINE)
    assert len(replicas) == 2
    addresses = " ".join(f"{name}:{PORT}" for name in replicas)
    assert f"SWITCHBACK_REPLICAS: {addresses}\n" in compose
    for name in re.findall(r"^      (SWITCHBACK_\w+):", compose, re.MULTILINE):
        assert f"{{${name}" in balancer
    assert f"health_uri {HEALTH}" in balancer
    assert "lb_policy cookie" in balancer
    for promise in ("read_only: true", "tmpfs: /tmp", "cap_drop: [ALL]", "internal: true"):
        assert promise in compose


def test_the_development_container_opens_the_apps_port_by_make() -> None:
    lines = text_of(".devcontainer/devcontainer.json").splitlines()
    container = json.loads("\n".join(line for line in lines if not line.lstrip().startswith("//")))
    assert container["forwardPorts"] == [int(PORT)]
    targets = re.findall(r"^([\w./]+):(?!=)", text_of("Makefile"), re.MULTILINE)
    commands = container["postCreateCommand"] + " && " + container["postAttachCommand"]
    wanted = re.findall(r"make (\S+)", commands)
    assert wanted
    assert set(wanted) <= set(targets)
