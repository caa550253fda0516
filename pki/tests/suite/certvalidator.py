"""What pyhanko-certvalidator says about paths: one JSON line in for each case, one word out.

A case names files with PEM certificates (`anchors`, `others`, `target`) and a list of files with DER lists (`lists`), and the
time `at` in seconds since 1970.
"""

import asyncio
import datetime
import json
import logging
import sys

from asn1crypto import pem, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator import errors


def certificates(path):
    with open(path, "rb") as file:
        contents = file.read()
    if not contents:
        return []
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(contents, multiple=True)]


def judge(case):
    lists = []
    for path in case["lists"]:
        with open(path, "rb") as file:
            lists.append(file.read())
    context = ValidationContext(
        trust_roots=certificates(case["anchors"]),
        other_certs=certificates(case["others"]),
        crls=lists,
        moment=datetime.datetime.fromtimestamp(case["at"], datetime.timezone.utc),
        revocation_mode="require",
    )
    validator = CertificateValidator(
        certificates(case["target"])[0], validation_context=context
    )
    try:
        asyncio.run(validator.async_validate_path())
    except errors.RevokedError:
        return "revoked"
    except errors.PathBuildingError:
        return "no_path"
    except errors.ValidationError as error:
        return type(error).__name__
    return "valid"


logging.disable(logging.CRITICAL)
for line in sys.stdin:
    print(judge(json.loads(line)))
