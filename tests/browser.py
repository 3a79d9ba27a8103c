"""A headless Chromium, spoken to by the DevTools protocol through pipes (--remote-debugging-pipe): messages in JSON, a zero byte behind each."""
import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def find():
    """The program's path, or None. Ubuntu's chromium is a snap that cannot be driven by pipes; it has no headless shell."""
    return next(filter(None, (shutil.which(name) for name in NAMES)), None)


class Browser:
    def __init__(self, width=1280, height=900, language="zh-CN"):
        self.folder = tempfile.mkdtemp()
        to_read, self.to = os.pipe()
        self.back, back_write = os.pipe()
        keep = [os.dup(to_read), os.dup(back_write)]      # not 3 or 4 themselves: those become the program's

        def ends():
            os.dup2(keep[0] if keep[0] != 4 else to_read, 3)
            os.dup2(keep[1], 4)
        command = [find(), "--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                   "--disable-background-networking", "--user-data-dir=" + self.folder, "--lang=" + language, "--window-size=%d,%d" % (width, height),
                   "--hide-scrollbars", "about:blank"]
        self.process = subprocess.Popen(command, preexec_fn=ends, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for fd in (to_read, back_write, *keep):
            os.close(fd)
        self.number, self.text, self.errors, self.requests = 0, b"", [], []
        target = next(one for one in self.call("Target.getTargets", root=True)["targetInfos"] if one["type"] == "page")
        self.session = None
        self.session = self.call("Target.attachToTarget", {"targetId": target["targetId"], "flatten": True}, root=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")

    def receive(self, seconds=30):
        limit = time.monotonic() + seconds
        while b"\0" not in self.text:
            if not select.select([self.back], [], [], max(0, limit - time.monotonic()))[0]:
                raise TimeoutError("the browser is silent")
            more = os.read(self.back, 1 << 16)
            if not more:
                raise EOFError("the browser has ended")
            self.text += more
        message, self.text = self.text.split(b"\0", 1)
        message = json.loads(message)
        if message.get("method") == "Runtime.exceptionThrown":
            self.errors.append(message["params"]["exceptionDetails"].get("exception", {}).get("description", "exception"))
        elif message.get("method") == "Log.entryAdded" and message["params"]["entry"]["level"] == "error":
            self.errors.append(message["params"]["entry"]["text"])
        elif message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        return message

    def call(self, method, parameters=None, root=False):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters or {}}
        if not root:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError("%s: %s" % (method, answer["error"]))
                return answer["result"]

    def open(self, address):
        self.call("Page.navigate", {"url": address})
        self.wait("document.readyState === 'complete'")

    def value(self, expression):
        answer = self.call("Runtime.evaluate", {"expression": expression, "returnByValue": True, "awaitPromise": True})
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", {}).get("description", expression))
        return answer["result"].get("value")

    def wait(self, expression, seconds=30):
        """Until the expression is true; its value then."""
        limit = time.monotonic() + seconds
        while True:
            try:
                value = self.value("(e => e instanceof Node ? true : e)(%s)" % expression)
            except RuntimeError:
                value = None       # the page is just being left
            if value:
                return value
            if time.monotonic() > limit:
                raise TimeoutError("never true: " + expression)
            time.sleep(0.02)

    def key(self, key):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", {"type": kind, "key": key, **({"text": key} if kind == "keyDown" and len(key) == 1 else {})})

    def size(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def picture(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("Page.captureScreenshot", {"format": "png"})["data"]))

    def tree(self):
        """What assistive technology is told: (role, name) of every node that is not ignored."""
        nodes = self.call("Accessibility.getFullAXTree")["nodes"]
        return [(n.get("role", {}).get("value"), n.get("name", {}).get("value", "")) for n in nodes if not n.get("ignored")]

    def close(self):
        try:
            self.call("Browser.close", root=True)
        except (EOFError, OSError, TimeoutError):
            pass
        self.process.wait(20)
        os.close(self.to)
        os.close(self.back)
        shutil.rmtree(self.folder, ignore_errors=True)
