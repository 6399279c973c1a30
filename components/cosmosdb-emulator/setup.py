"""Makes a Cosmos DB emulator ready for daprd: waits for it, saves its certificate, creates database and container.

daprd only reads a container that is there. Usage: setup.py ENDPOINT CERTIFICATE-FILE
"""

import base64
import hashlib
import hmac
import json
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from email.utils import formatdate

# The key that every emulator has; no secret.
KEY = "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw=="
DATABASE = {"id": "slicebench"}
CONTAINER = {"id": "events", "partitionKey": {"paths": ["/partitionKey"], "kind": "Hash"}}
PATIENCE_SECONDS = 300

# It is asked over the loopback, and its certificate is what is to be saved.
UNVERIFIED = ssl._create_unverified_context()


def send(endpoint, path, request=None):
    return urllib.request.urlopen(request or urllib.request.Request(endpoint + path), context=UNVERIFIED, timeout=10)


def create(endpoint, kind, parent, definition):
    """Creates it, unless it is there."""
    date = formatdate(usegmt=True)
    text = f"post\n{kind}\n{parent}\n{date.lower()}\n\n"
    signature = base64.b64encode(hmac.digest(base64.b64decode(KEY), text.encode(), hashlib.sha256)).decode()
    headers = {
        "authorization": urllib.parse.quote(f"type=master&ver=1.0&sig={signature}", safe=""),
        "content-type": "application/json",
        "x-ms-date": date,
        "x-ms-version": "2018-12-31",
    }
    url = f"{endpoint}/{parent}/{kind}" if parent else f"{endpoint}/{kind}"
    try:
        send(endpoint, "", urllib.request.Request(url, json.dumps(definition).encode(), headers))
    except urllib.error.HTTPError as refusal:
        if refusal.code != 409:
            raise


def prepare(endpoint, certificate_file):
    if endpoint.startswith("https:"):
        with send(endpoint, "/_explorer/emulator.pem") as answer:
            certificate = answer.read()
        with open(certificate_file, "wb") as file:
            file.write(certificate)
    create(endpoint, "dbs", "", DATABASE)
    create(endpoint, "colls", f"dbs/{DATABASE['id']}", CONTAINER)


def main(endpoint, certificate_file):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return prepare(endpoint.rstrip("/"), certificate_file)
        except OSError as problem:
            if time.monotonic() > deadline:
                sys.exit(f"no Cosmos DB emulator answers at {endpoint}: {problem}")
            time.sleep(1)


main(*sys.argv[1:])
