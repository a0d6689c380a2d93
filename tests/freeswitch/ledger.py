"""Who was there, what was said, who heard it: and so, what was lost, doubled or out of order."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass
class Stay:
    """One client in one channel from its login to its departure. Times in seconds."""

    channel: str
    joined: float
    left: float = float("inf")
    heard: list[tuple[int, str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Said:
    """One message: by which stay, to which one (None for the channel), the how manieth, and when."""

    stay: int
    to: int | None
    number: int
    at: float


@dataclass
class Verdict:
    """Counts over everything that was said."""

    said: int = 0
    expected: int = 0
    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0
    misdelivered: int = 0


class Ledger:
    """Filled while it happens, judged afterwards."""

    def __init__(self) -> None:
        self.stays: list[Stay] = []
        self.said: list[Said] = []
        self._numbers: Counter[tuple[int, int | None]] = Counter()

    def join(self, channel: str, now: float) -> int:
        """Note an arrival; return the number of the stay."""
        self.stays.append(Stay(channel, now))
        return len(self.stays) - 1

    def say(self, stay: int, to: int | None, now: float) -> int:
        """Note a message; return its number."""
        key = (stay, to)
        number = self._numbers[key]
        self._numbers[key] += 1
        self.said.append(Said(stay, to, number, now))
        return number

    def judge(self, patience: float) -> Verdict:
        """Judge. A message counts as lost where its receiver was there before it and for `patience` seconds after."""
        verdict = Verdict(said=len(self.said))
        for receiver in self.stays:
            counts = Counter(receiver.heard)
            verdict.doubled += sum(count - 1 for count in counts.values())
            last: dict[tuple[int, str], int] = {}
            for sender, kind, number in receiver.heard:
                verdict.out_of_order += number <= last.get((sender, kind), -1)
                last[sender, kind] = number
                verdict.misdelivered += self.stays[sender].channel != receiver.channel
        heard = [set(stay.heard) for stay in self.stays]
        by_channel: dict[str, list[int]] = defaultdict(list)
        for index, stay in enumerate(self.stays):
            by_channel[stay.channel].append(index)
        for said in self.said:
            kind = "all" if said.to is None else "one"
            for index in by_channel[self.stays[said.stay].channel] if said.to is None else [said.to]:
                stay = self.stays[index]
                if stay.joined < said.at and stay.left > said.at + patience:
                    verdict.expected += 1
                    verdict.lost += (said.stay, kind, said.number) not in heard[index]
        return verdict
