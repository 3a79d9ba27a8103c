#!/usr/bin/env python3
"""hongtou watch without a browser: what starts a round and what does not, what is left behind, how it ends, and its web server under attack.
watch.py PROGRAM FOLDER"""
import http.client
import json
import os
import queue
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pdf import Tests  # noqa: E402

program, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
templates = os.path.abspath("templates")
small = os.path.abspath("tests/small")
shutil.rmtree(folder, ignore_errors=True)
os.makedirs(folder)
tests = Tests()
check = tests.check
PATIENCE = 30          # seconds until something is taken as never to come
QUIET = 1.6            # long enough for a round that ought not to come: files are also looked at once a second


class Watch:
    """A running program; rounds come out of a queue as what they print in JSON."""

    def __init__(self, edition, output, *more, language="en"):
        self.process = subprocess.Popen([program, "--lang", language, "--json", "watch", edition, "-o", output, *more], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self.lines = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        self.port = int(re.search(r":(\d+)/", self.next()["address"])[1]) if any(word.startswith("--serve") for word in more) else None

    def read(self):
        for line in self.process.stdout:
            self.lines.put(json.loads(line))
        self.lines.put(None)

    def next(self, seconds=PATIENCE):
        try:
            return self.lines.get(timeout=seconds)
        except queue.Empty:
            return None

    def until(self, good):
        """Rounds until one is as wished; None: none was."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            one = self.next(max(0.1, limit - time.monotonic()))
            if one is None or good(one):
                return one
        return None

    def sound(self):
        return self.until(lambda one: one["status"] == "sound")

    def faulty(self):
        return self.until(lambda one: one["status"] == "faulty")

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def inside(*names):
    return os.path.join(folder, *names)


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def content(path):
    with open(path, "rb") as file:
        return file.read()


def words(path):
    return re.sub(r"\s", "", subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode())


def edition(name):
    shutil.copytree(small, inside(name, "edition"))
    return inside(name, "edition"), inside(name, "out.pdf")


def children(process):
    return read("/proc/%d/task/%d/children" % (process, process)).split()


def test_rounds():
    path, output = edition("rounds")
    body, table = os.path.join(path, "body.txt"), os.path.join(path, "t.csv")
    watch = Watch(path, output)
    first = watch.next()
    check("the first round comes by itself", first and first["status"] == "sound" and first["pages"] >= 2, first)
    plain = inside("rounds", "plain.pdf")
    subprocess.run([program, "render", path, "-o", plain], check=True, stderr=subprocess.DEVNULL)
    check("the PDF is that of render", content(output) == content(plain))
    check("messages lie beside the PDF", isinstance(json.loads(read(inside("rounds", "out.messages.json"))), list)
          and "out.pdf" in read(inside("rounds", "out.messages.txt")))

    write(body, "一、情况。现通报新情况如下：\n")
    one = watch.sound()
    check("a save in place starts a round", one and "新情况" in words(output) and 1 in one["changed"], one)
    write(os.path.join(path, ".body.txt.swp"), "一、情况。换名保存如下：\n")
    os.rename(os.path.join(path, ".body.txt.swp"), body)
    check("so does a new file in the old one's place", watch.sound() and "换名保存" in words(output))
    watch.process.send_signal(signal.SIGSTOP)      # so that both come within its patience, however busy the machine is
    os.rename(body, body + "~")
    write(body, "一、情况。先挪后写如下：\n")
    watch.process.send_signal(signal.SIGCONT)
    one = watch.next()
    check("a file that is moved away for a moment is no error", one and one["status"] == "sound" and "先挪后写" in words(output), one)

    for name in ("~$t.csv", ".~lock.t.csv#", "t.csv.tmp", ".hidden", "body.txt~"):
        write(os.path.join(path, name), "x")
        os.remove(os.path.join(path, name))
    check("locks and temporary files start none", watch.next(QUIET) is None)
    shutil.copy(table, table + ".copy")
    other = watch.sound()
    write(table + ".copy", "x")
    check("nor does a file that the edition does not name, once it is there", other and watch.next(QUIET) is None, other)

    before = content(output)
    write(table, "序号,项目名称,项目内容\n1,甲“乙”工程\n")
    one = watch.faulty()
    messages = json.loads(read(inside("rounds", "out.messages.json")))
    check("errors leave the PDF as it was", one and one["errors"] == 1 and content(output) == before, one)
    check("and are told with their place", [m for m in messages if m["severity"] == "error" and m["file"].endswith("t.csv") and m["line"] == 2 and m["row"] == 1]
          and "t.csv:2:" in read(inside("rounds", "out.messages.txt")), messages)
    os.remove(table)
    check("a file that is gone is an error", watch.faulty())
    shutil.copy(os.path.join(small, "t.csv"), table)
    check("which passes when it comes back", watch.sound())
    check("SIGTERM ends it well", watch.end() == 0)
    check("nothing else was left behind", sorted(os.listdir(inside("rounds"))) == ["edition", "out.messages.json", "out.messages.txt", "out.pdf", "plain.pdf"],
          os.listdir(inside("rounds")))


def test_places():
    """Files that do not lie in the edition's folder, and folders that come and go."""
    path, output = edition("places")
    ini = os.path.join(path, "edition.ini")
    os.makedirs(inside("places", "elsewhere"))
    outside = inside("places", "elsewhere", "body.txt")
    os.rename(os.path.join(path, "body.txt"), outside)
    write(ini, read(ini).replace("body = body.txt", "body = ../elsewhere/body.txt").replace("data = t.csv", "data = tables/july/t.csv"))
    watch = Watch(path, output)
    check("a folder that is not there is an error", watch.faulty())
    os.makedirs(os.path.join(path, "tables"))
    os.makedirs(os.path.join(path, "tables", "july"))
    os.rename(os.path.join(path, "t.csv"), inside("places", "real.csv"))
    os.symlink(inside("places", "real.csv"), os.path.join(path, "tables", "july", "t.csv"))
    check("it is waited for, from the nearest one above", watch.sound())
    write(outside, "一、情况。别处的正文如下：\n")
    check("files elsewhere are watched", watch.sound() and "别处的正文" in words(output))
    write(inside("places", "real.csv"), read(os.path.join(small, "t.csv")).replace("洸河", "泗河"))
    check("and the far end of a link", watch.sound() and "泗河" in words(output))
    write(os.path.join(path, "own.ini"), "[template]\nextends = tongbao\n[colour]\nred = rgb(10, 20, 230)\n")
    watch.sound()
    write(ini, read(ini).replace("template = tongbao", "template = own"))
    check("a template beside the edition is found", watch.sound() and 1)
    write(os.path.join(path, "own.ini"), "[template]\nextends = tongbao\n[colour]\nred = rgb(10, 200, 30)\n")
    one = watch.sound()
    check("its changes start a round, and a page in another colour has changed", one and one["changed"] == [1], one)
    os.rename(path, path + ".away")
    check("without its folder the edition has errors", watch.faulty())
    os.rename(path + ".away", path)
    check("and is set again when that is back", watch.sound())
    write(outside, "一、情况。归来之后如下：\n")
    check("and watched as before", watch.sound() and "归来之后" in words(output))
    check("SIGINT ends it well", watch.end(signal.SIGINT) == 0)


def test_overtaking():
    path, output = edition("overtaking")
    body = os.path.join(path, "body.txt")
    watch = Watch(path, output, "--time-limit", "600")
    watch.sound()
    for i in range(40):
        write(body, "一、情况。第%d次保存如下：\n" % i)
        time.sleep(0.01)
    watch.until(lambda one: "第39次" in words(output))
    check("of many saves the last one counts", "第39次" in words(output))
    while watch.next(QUIET):
        pass
    os.remove(body)
    os.mkfifo(body)                # nobody ever writes to it
    limit = time.monotonic() + PATIENCE
    while not children(watch.process.pid) and time.monotonic() < limit:
        time.sleep(0.02)
    stuck = children(watch.process.pid)
    fresh = inside("overtaking", "fresh.txt")
    write(fresh, "一、情况。不再等待如下：\n")
    os.rename(fresh, body)
    check("a newer save ends what hangs", stuck and watch.sound() and "不再等待" in words(output), stuck)
    os.remove(body)
    os.mkfifo(body)
    while not children(watch.process.pid) and time.monotonic() < limit + PATIENCE:
        time.sleep(0.02)
    stuck = children(watch.process.pid)
    code = watch.end()
    check("it ends at once, and what it has started with it", code == 0 and stuck and not any(os.path.exists("/proc/" + one) for one in stuck), (code, stuck))


def test_blind():
    """Without inotify, as on folders of other machines."""
    path, output = edition("blind")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", inside("blind.so"), "tests/blind.c"], check=True)
    os.environ["LD_PRELOAD"] = inside("blind.so")
    watch = Watch(path, output)
    del os.environ["LD_PRELOAD"]
    watch.sound()
    write(os.path.join(path, "body.txt"), "一、情况。无人告知如下：\n")
    check("changes are found without being told", watch.sound() and "无人告知" in words(output))
    watch.end()


def test_writing():
    path, output = edition("writing")
    output = inside("writing", "missing", "out.pdf")
    watch = Watch(path, output)
    one = watch.faulty()
    check("a folder that cannot be written to is an error", one and one["pages"] >= 2, one)
    os.makedirs(inside("writing", "missing"))
    write(os.path.join(path, "body.txt"), "一、情况。有了去处如下：\n")
    check("which passes", watch.sound() and "有了去处" in words(output))
    watch.end()
    body = os.path.join(path, "out.messages.txt")      # the messages would be written over it
    shutil.move(os.path.join(path, "body.txt"), body)
    write(os.path.join(path, "edition.ini"), read(os.path.join(path, "edition.ini")).replace("body.txt", "out.messages.txt"))
    before = content(body)
    watch = Watch(path, os.path.join(path, "out.pdf"))
    check("messages never take the place of a source", watch.sound() and content(body) == before)
    watch.end()
    if subprocess.run(["unshare", "-Urm", "true"], capture_output=True).returncode == 0:
        test_full_disk(path)


def test_full_disk(path):
    """A file system of our own with little room."""
    disk = inside("writing", "disk")
    os.makedirs(disk)
    script = 'mount -t tmpfs -o size=512k none "$1" || exit 9; head -c 480000 /dev/zero >"$1/filler"; exec "$2" --lang en --json watch "$3" -o "$1/out.pdf"'
    process = subprocess.Popen(["unshare", "-Urm", "sh", "-c", script, "sh", disk, program, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    line = process.stdout.readline()
    inner = "/proc/%d/root%s" % (process.pid, disk)
    one = json.loads(line) if line else {}
    check("a full disk is an error", one.get("status") == "faulty" and not os.path.exists(inner + "/out.pdf"), line)
    process.terminate()
    check("and no end", process.wait(PATIENCE) == 0 and b"cannot write" in process.stderr.read())


# ---- the web server ----

def ask(port, path, method="GET", host=None, address="127.0.0.1", headers=(), body=None):
    """Status, headers, body; status 0: the connection was closed."""
    connection = http.client.HTTPConnection(address, port, timeout=PATIENCE)
    try:
        connection.putrequest(method, path, skip_host=True)
        if host != "":
            connection.putheader("Host", host or "127.0.0.1:%d" % port)
        for name, value in headers:
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, dict((name.lower(), value) for name, value in answer.getheaders()), answer.read()
    except (OSError, http.client.HTTPException):
        return 0, {}, b""
    finally:
        connection.close()


def raw(port, data):
    """The beginning of what is answered to these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as one:
        try:
            one.sendall(data)
            one.shutdown(socket.SHUT_WR)
            return one.recv(4096)
        except OSError:
            return b""


class Listener:
    """Reads /events as they come."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.sendall(b"GET /events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % port)
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])

    def next(self):
        while True:
            line = self.file.readline()
            if not line:
                return None
            if line.startswith(b"data: "):
                return json.loads(line[6:])

    def until(self, good):
        while True:
            state = self.next()
            if state is None or good(state):
                return state

    def close(self):
        self.file.close()
        self.socket.close()


def all_ready(state):
    return state["status"] == "sound" and all(page["ready"] for page in state["pages"])


def test_server():
    path, output = edition("server")
    watch = Watch(path, output, "--serve=0", "--dpi", "96")
    port = watch.port
    watch.sound()
    listener = Listener(port)
    state = listener.until(all_ready)
    status, headers, page = ask(port, "/")
    check("the page is served, and may load nothing from elsewhere", status == 200 and b"<main" in page and "default-src 'none'" in headers["content-security-policy"]
          and not re.search(rb"""(src|href)=["']?(https?:)?//""", page), headers)
    nonces = {re.search(r"nonce-(\w+)", ask(port, "/")[1]["content-security-policy"])[1] for _ in range(3)}
    check("its one-time words are used once", len(nonces) == 3 and all(len(one) >= 22 for one in nonces), nonces)
    picture = "/page/%s.png" % state["pages"][0]["picture"]
    status, headers, data = ask(port, picture)
    width, height = struct.unpack(">II", data[16:24]) if status == 200 else (0, 0)
    check("pictures are served, for good", status == 200 and data.startswith(b"\x89PNG") and (width, height) == (794, 1123) and "immutable" in headers["cache-control"],
          (status, headers, width, height))
    check("HEAD is answered without a body", ask(port, picture, "HEAD")[0] == 200 and ask(port, picture, "HEAD")[2] == b"")
    check("the state can be asked for", json.loads(ask(port, "/state")[2])["pages"] == state["pages"])

    write(os.path.join(path, "body.txt"), "一、情况。页面自己更新如下：\n")
    after = listener.until(lambda one: all_ready(one) and one["pages"][0]["changed"])
    check("readers hear of a save", after and after["pages"][0]["picture"] != state["pages"][0]["picture"], after)
    check("pages that look the same keep their picture", after["pages"][1]["picture"] == state["pages"][1]["picture"] and not after["pages"][1]["changed"])
    write(os.path.join(path, "t.csv"), "序号,项目名称,项目内容\n1,甲\n")
    wrong = listener.until(lambda one: one["status"] == "faulty")
    check("errors come with the last good pages", wrong and wrong["errors"] and [one["picture"] for one in wrong["pages"]] == [one["picture"] for one in after["pages"]]
          and ask(port, "/page/%s.png" % wrong["pages"][0]["picture"])[0] == 200, wrong)
    shutil.copy(os.path.join(small, "t.csv"), os.path.join(path, "t.csv"))
    check("and pass", listener.until(all_ready) is not None)
    listener.close()
    test_attacks(watch, path, picture)
    test_crowd(watch, path)
    check("the server ends well", watch.end() == 0)
    check("and leaves the port", subprocess.run([program, "watch", path, "--serve=x"], capture_output=True).returncode == 2)


def test_attacks(watch, path, picture):
    port = watch.port
    everything = ("/", "/state", "/events", picture, "/nothing")
    strangers = ("evil.example", "evil.example:%d" % port, "127.0.0.1", "127.0.0.1:1", "localhost:%d.evil.example" % port, "127.0.0.1:%d@evil.example" % port, "[::1]")
    wrong = [(one, host) for one in everything for host in strangers if ask(port, one, host=host)[0] != 421]
    check("whoever calls it by another name gets nothing", not wrong, wrong)
    check("nor does who gives no name", ask(port, "/", host="")[0] in (400, 421) and b" 200 " not in raw(port, b"GET / HTTP/1.0\r\n\r\n"))
    check("names of this machine are known", ask(port, "/", host="localhost:%d" % port)[0] == 200
          and (not socket.has_ipv6 or not ipv6() or ask(port, "/", host="[::1]:%d" % port, address="::1")[0] == 200))
    check("pages of other sites have no access", all(ask(port, one, headers=[("Sec-Fetch-Site", site)])[0] == 403 for one in ("/state", picture)
                                                     for site in ("cross-site", "same-site")))
    methods = ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW")
    check("nothing can be changed", all(ask(port, one, method, body=b"x" * 10)[0] in (405, 501) for one in everything for method in methods))
    check("not even by much", ask(port, "/", "POST", body=b"x" * (1 << 20))[0] in (0, 405, 413))

    secret = content(os.path.join(path, "edition.ini"))[:30]
    ups = ("/../edition.ini", "/page/../../edition.ini", "/%2e%2e/%2e%2e/etc/passwd", "/page/..%2f..%2fetc%2fpasswd", "//etc/passwd", "/edition.ini", "/out.pdf",
           "/page/" + "0" * 32 + ".png", picture + "%00", picture + "/", picture[:-4], picture.replace("/page/", "/page//"), "/page/" + "g" * 32 + ".png",
           "/page/%s" % os.path.join(path, "edition.ini"), "/..\\edition.ini", "/?/../edition.ini%00", "http://127.0.0.1/etc/passwd")
    answers = {one: ask(port, one) for one in ups}
    leaks = [one for one, (status, _, body) in answers.items() if (status == 200 and b"<main" not in body and not body.startswith(b"\x89PNG")) or b"root:" in body or secret in body]
    check("no file is served", not leaks and all(answers[one][0] in (0, 400, 404) for one in ups if "%00" not in one), {one: answers[one][0] for one in ups})

    long = [ask(port, "/" + "a" * size)[0] for size in (1000, 20000, 200000)]
    check("requests that are too long are refused", long[0] == 404 and all(status in (0, 400, 414, 431) for status in long[1:]), long)
    many = ask(port, "/", headers=[("X-%d" % i, "y" * 1000) for i in range(100)])[0]
    check("so are too many headers", many in (0, 400, 413, 431), many)
    host = b"Host: 127.0.0.1:%d\r\n" % port
    nonsense = (b"\0" * 5000, b"\xff\xfe" * 2000, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\r\n" * 10000, b"GET / HTTP/1.1\r\nHost", os.urandom(8000),
                b"POST / HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n", b"GET / HTTP/1.1\r\n" + host + b"Content-Length: -1\r\n\r\n",
                b"GET / HTTP/1.1\r\n" + host + host + b"Host: evil.example\r\n\r\n", b"GET /events HTTP/1.1\r\n" + host + b"\r\n" + b"GET / HTTP/1.1\r\n" * 1000)
    for one in nonsense:
        raw(port, one)
    check("nonsense does it no harm", watch.process.poll() is None and ask(port, "/")[0] == 200)
    own = [line.split()[1] for name in ("/proc/net/tcp", "/proc/net/tcp6") if os.path.exists(name) for line in open(name).readlines()[1:]
           if line.split()[3] == "0A" and line.split()[1].endswith(":%04X" % port)]
    check("it listens on loopback addresses alone", own and set(own) <= {"0100007F:%04X" % port, "00000000000000000000000001000000:%04X" % port}, own)
    if os.geteuid() == 0:
        seen = [seen_by_nobody(port, address) for address in (("127.0.0.1", "::1") if ipv6() else ("127.0.0.1",))]
        check("other users of the machine get nothing", not any(seen), seen)


def seen_by_nobody(port, address):
    """Does another user get an answer? In a process that becomes that user."""
    process = os.fork()
    if process == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        os._exit(ask(port, "/", address=address)[0] != 0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) != 0


def ipv6():
    try:
        with socket.socket(socket.AF_INET6) as one:
            one.bind(("::1", 0))
        return True
    except OSError:
        return False


def test_crowd(watch, path):
    port = watch.port
    idle = [socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) for _ in range(300)]
    write(os.path.join(path, "body.txt"), "一、情况。人群之中如下：\n")
    check("many connections do not stop the rounds", watch.until(lambda one: one["status"] == "sound" and one["changed"] == [1]))
    for one in idle:
        one.close()
    limit = time.monotonic() + PATIENCE
    while ask(port, "/")[0] != 200 and time.monotonic() < limit:
        time.sleep(0.1)
    check("and when they are gone it answers as before", ask(port, "/")[0] == 200)
    listeners = [Listener(port) for _ in range(32)]
    taken = [one.status for one in listeners]
    check("so many may listen, and no more", 0 < taken.count(200) < 32 and taken.count(200) + taken.count(503) == 32, taken)
    for one in listeners:
        one.close()
    body = 0
    again = None
    while time.monotonic() < limit + PATIENCE and (again is None or again.status != 200):
        body += 1
        write(os.path.join(path, "body.txt"), "一、情况。第%d次如下：\n" % body)
        watch.sound()
        again = Listener(port)
    check("those who have gone leave room for others", again.status == 200 and again.next() is not None)
    slow = Listener(port)          # reads nothing
    for i in range(20):
        write(os.path.join(path, "body.txt"), "一、情况。慢人%d如下：\n" % i)
        watch.sound()
    check("one who does not read does not stop the others", again.until(lambda one: one["pages"][0]["changed"]) is not None)
    slow.close()
    again.close()


def test_output():
    """One output of an edition, and a value set for the run; the proof does not take the name of the plain document."""
    path, _ = edition("variant")
    os.makedirs(inside("variant-out"))
    with open(os.path.join(path, "edition.ini"), "a") as file:
        file.write("[output.web]\n公文.附注 = 此件公开发布\n")
    watch = Watch(path, inside("variant-out"), "--for", "web", "--set", "document.title=另一标题")
    sound = watch.sound()
    made = [name for name in os.listdir(inside("variant-out")) if name.endswith(".pdf")]
    text = words(inside("variant-out", made[0])) if made else ""
    check("watch --for and --set", sound and len(made) == 1 and made[0].endswith(" web.pdf") and "此件公开发布" in text and "另一标题" in text, (made, text))
    watch.end()


def test_usage():
    path, _ = edition("usage")
    wrong = (["--serve=99999"], ["--serve=-1"], ["--dpi", "9"], ["--time-limit", "0"], ["--time-limit", "1x"], ["-o", "-"], ["another"])
    codes = [subprocess.run([program, "watch", path, *one], capture_output=True).returncode for one in wrong]
    check("wrong usage ends with 2", codes == [2] * len(wrong) and subprocess.run([program, "watch"], capture_output=True).returncode == 2, codes)
    os.makedirs(inside("usage", "out"))
    watch = Watch(path, inside("usage", "out"))
    check("-o takes a folder", watch.sound() and os.path.exists(inside("usage", "out", "edition.pdf")))
    watch.end()
    process = subprocess.Popen([program, "watch", path, "-o", inside("usage", "out")], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.readline()
    process.stdout.close()
    write(os.path.join(path, "body.txt"), "一、情况。无人听取如下：\n")
    check("it ends when nobody listens any more", process.wait(PATIENCE) == 3)
    watch = Watch(inside("usage", "later", "edition.ini"), inside("usage", "out"))
    watch.faulty()
    shutil.copytree(small, inside("usage", "later"))
    check("an edition may come later", watch.sound())
    watch.end()


for test in (test_rounds, test_places, test_overtaking, test_blind, test_writing, test_server, test_output, test_usage):
    test()
