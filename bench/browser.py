"""The grid in Chromium: from a key to the painted cell, and areas that stay blank while one scrolls.

`python -m bench.browser ADDRESS EMAIL PASSWORD`, where ADDRESS is a matrix of a running server. Prints
figures and asserts nothing, since they depend on the machine.
"""

import statistics
import sys
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from tests import chromium

KEYS = 60
BETWEEN_MS = 80  # a fast typist
WATCH_KEYS = """() => {
    window.times = []
    addEventListener("keydown", () => {
        const start = performance.now()
        requestAnimationFrame(() => {
            const channel = new MessageChannel()
            channel.port1.onmessage = () => window.times.push(performance.now() - start)
            channel.port2.postMessage(0)
        })
    }, true)
}"""
# Each frame a step further; padding in sight is blank. To ask what lies under a point would cost more
# than the painting that is measured.
SCROLL = """([dx, dy]) => new Promise(done => {
    const frame = document.querySelector("[data-frame]")
    const box = frame.getBoundingClientRect()
    const head = frame.querySelector("thead").getBoundingClientRect().bottom
    const foot = frame.querySelector("tfoot").getBoundingClientRect().top
    const first = frame.querySelector("tbody th").getBoundingClientRect().right
    const sight = { left: first + 2, right: box.right - 20, top: head + 2, bottom: foot - 2 }
    const pads = "tbody[aria-hidden], tbody:not([aria-hidden]) tr:first-child td.pad"
    const isBlank = () => [...frame.querySelectorAll(pads)].some(pad => {
        const { left, right, top, bottom } = pad.getBoundingClientRect()
        const high = pad.tagName === "TBODY" ? top < sight.bottom && bottom > sight.top : true
        const wide = pad.tagName === "TBODY" || (left < sight.right && right > sight.left)
        return right > left && bottom > top && high && wide
    })
    let steps = 0, since = 0, longest = 0, last = performance.now(), slowest = 0
    const step = now => {
        slowest = Math.max(slowest, now - last)
        last = now
        if (isBlank()) longest = Math.max(longest, now - (since ||= now))
        else since = 0
        frame.scrollTop += dy
        frame.scrollLeft += dx
        if (++steps < 90) requestAnimationFrame(step)
        else done([longest, slowest])
    }
    requestAnimationFrame(step)
})"""


def main(address: str, email: str, password: str) -> None:
    with sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        _sign_in(page, address, email, password)
        page.goto(address)
        page.locator("table.grid").wait_for()
        page.get_by_role("grid").evaluate("table => table.focus()")
        page.locator("[data-tool='open-goals']").click()
        _keys(page)
        for name, step in (("down", [0, 120]), ("right", [120, 0]), ("up and left", [-90, -200])):
            blank, slowest = page.evaluate(SCROLL, step)
            print(f"scroll {name}: blank for {blank:.0f} ms at most, slowest frame {slowest:.0f} ms")
        browser.close()


def _sign_in(page: Page, address: str, email: str, password: str) -> None:
    parts = urlsplit(address)
    page.goto(f"{parts.scheme}://{parts.netloc}/accounts/login/")
    page.fill("#id_login", email)
    page.fill("#id_password", password)
    page.locator("main button.btn-primary").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def _keys(page: Page) -> None:
    page.evaluate(WATCH_KEYS)
    page.keyboard.press("ArrowDown")
    for number in range(KEYS):
        page.keyboard.press(str(number % 4))
        page.wait_for_timeout(BETWEEN_MS)
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(BETWEEN_MS)
    page.wait_for_timeout(300)
    times = sorted(page.evaluate("window.times"))
    print(
        f"{len(times)} keys to paint: median {statistics.median(times):.0f} ms, "
        f"95 % {times[int(len(times) * 0.95)]:.0f} ms, longest {times[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main(*sys.argv[1:4])
