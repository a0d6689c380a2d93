"""A crowd at the staff's door takes a limited number of threads, and visitors do not notice it."""

from __future__ import annotations

import asyncio

from django.http import HttpRequest, HttpResponse
from django.test import AsyncRequestFactory

from common.middleware import StaffCrowdMiddleware

EVERYBODY = 50


async def test_some_are_served_the_others_read_when_to_come_back() -> None:
    let_go = asyncio.Event()

    async def view(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/"):
            await let_go.wait()
        return HttpResponse()

    middleware = StaffCrowdMiddleware(view)
    browser = AsyncRequestFactory()
    crowd = [asyncio.ensure_future(middleware(browser.get("/admin/login/"))) for _ in range(EVERYBODY)]
    assert (await middleware(browser.get("/"))).status_code == 200
    done, waiting = await asyncio.wait(crowd, timeout=20, return_when=asyncio.FIRST_COMPLETED)
    while len(done) < EVERYBODY - StaffCrowdMiddleware.AT_ONCE:
        more, waiting = await asyncio.wait(waiting, timeout=20, return_when=asyncio.FIRST_COMPLETED)
        assert more
        done |= more
    assert {(one.result().status_code, one.result().headers["Retry-After"]) for one in done} == {(503, "3")}
    let_go.set()
    assert [one.status_code for one in await asyncio.gather(*waiting)] == [200] * StaffCrowdMiddleware.AT_ONCE
    assert (await middleware(browser.get("/admin/login/"))).status_code == 200
