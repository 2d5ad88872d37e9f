// Two minutes before the session ends: one key to stay. Time is the server's, so a tab that slept is told the truth.

const box = document.getElementById("ending");
const WARN = 120;
let timer;

async function left() {
  try {
    const answer = await fetch(box.dataset.session, { cache: "no-store" });
    return answer.ok ? (await answer.json()).seconds : null;
  } catch {
    return null; // No network: look again in a while.
  }
}

async function look() {
  clearTimeout(timer);
  const seconds = await left();
  if (seconds === null) return again(60);
  if (seconds <= 0) return location.assign(box.dataset.away);
  if (seconds > WARN + 1) {
    if (box.open) box.close();
    return again(seconds - WARN);
  }
  if (!box.open) box.showModal();
  again(Math.min(seconds + 1, 30));
}

function again(seconds) {
  timer = setTimeout(look, seconds * 1000);
}

box.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target));
  try {
    await fetch(box.dataset.session, { method: "POST", body, redirect: "manual" });
  } catch {
    // The next look tells.
  }
  box.close();
  look();
});

document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
addEventListener("pageshow", (event) => event.persisted && look());
again(Math.max(1, Number(box.dataset.seconds) - WARN));
