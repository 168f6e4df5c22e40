// Two people have written one cell: both values, and the person chooses. Nothing is overwritten meanwhile.
import { ask } from "./dialog.js";
import { KINDS, NONE } from "./model.js";

export function conflicts({ layout, view, sync, words, settled }) {
  const queue = [];
  let open = false;

  async function next() {
    if (open || !queue.length) return;
    open = true;
    const conflict = queue.shift();
    const answer = await ask({
      title: words.say("conflictTitle"),
      lines: lines(conflict),
      buttons: [["mine", words.say("keepMine")], ["theirs", words.say("takeTheirs")]],
    });
    answer === "mine" ? sync.keepMine(conflict.e, conflict.p, conflict.theirs) : takeTheirs(conflict);
    open = false;
    queue.length ? next() : settled();
  }

  function lines({ e, p, mine, theirs }) {
    const who = theirs.by || words.say("somebody");
    const at = theirs.at ? words.clock(new Date(theirs.at)) : "";
    const texts = [
      words.say("conflictWhere", { cell: `${e} × ${p}` }),
      words.say("conflictTheirs", { who, at, value: words.value(theirs.s, theirs.k) }),
      words.say("conflictMine", { value: words.value(mine.s, mine.k ?? "") }),
    ];
    for (const name of ["rationale", "mitigation"]) {
      if (mine[name] === undefined || mine[name] === theirs[name]) continue;
      texts.push(words.say("conflictTheirText", { text: theirs[name] || "–" }), words.say("conflictMyText", { text: mine[name] || "–" }));
    }
    return texts;
  }

  function takeTheirs({ e, p, theirs }) {
    const [element, place] = [layout.model.byElement.get(e), layout.model.byPlace.get(p)];
    sync.takeTheirs(e, p, theirs);
    layout.model.set(element, place, { score: theirs.s ?? NONE, kind: KINDS.indexOf(theirs.k) });
    view.refresh([[element, place]]);
  }

  return (found) => {
    queue.push(...found);
    next();
  };
}
