import multiprocessing
import threading
import time
from pathlib import Path

import pytest

from screener.store.gate import GateClosedError, WriteGate


class TestTheGate:
    def test_lets_one_through_at_a_time(self, tmp_path: Path) -> None:
        gate, inside, most = WriteGate(tmp_path / "gate", 10), [], []

        def write() -> None:
            with gate.turn():
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.002)
                inside.pop()

        run_together(write, 12)
        assert max(most) == 1
        assert len(most) == 12

    def test_lets_them_through_in_the_order_they_came(self, tmp_path: Path) -> None:
        gate, order = WriteGate(tmp_path / "gate", 10), []

        def write(number: int) -> None:
            with gate.turn():
                order.append(number)

        threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
        with gate.turn():
            for waiting, thread in enumerate(threads, start=1):
                thread.start()
                while len(gate._line) < waiting:
                    time.sleep(0.001)
        for thread in threads:
            thread.join()
        assert order == list(range(8))

    def test_stays_closed_to_who_has_waited_long_enough(self, tmp_path: Path) -> None:
        gate, refused = WriteGate(tmp_path / "gate", 0.01), []

        def write() -> None:
            try:
                with gate.turn():
                    pass
            except GateClosedError:
                refused.append(1)

        with gate.turn():
            run_together(write, 1)
        with gate.turn():
            pass
        assert refused == [1]

    def test_opens_again_after_a_fault(self, tmp_path: Path) -> None:
        gate = WriteGate(tmp_path / "gate", 0.1)
        with pytest.raises(ZeroDivisionError), gate.turn():
            raise ZeroDivisionError
        with gate.turn():
            pass

    def test_is_closed_where_its_file_cannot_be_made(self, tmp_path: Path) -> None:
        with pytest.raises(GateClosedError), WriteGate(tmp_path / "no folder" / "gate", 1).turn():
            pass

    def test_holds_between_processes(self, tmp_path: Path) -> None:
        file = tmp_path / "number"
        file.write_text("0")
        spawning = multiprocessing.get_context("spawn")
        processes = [spawning.Process(target=count_up, args=(tmp_path, 50)) for _ in range(3)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        assert file.read_text() == "150"


def count_up(folder: Path, times: int) -> None:
    gate, file = WriteGate(folder / "gate", 30), folder / "number"
    for _ in range(times):
        with gate.turn():
            file.write_text(str(int(file.read_text()) + 1))


def run_together(work: object, count: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(count)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
