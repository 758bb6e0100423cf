// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import io.domainsharing.commandline.terminal.Style;
import io.domainsharing.commandline.terminal.Word;
import java.util.Map;

/** What a peer answered, for people: in the words of the status page, and in the colour of whether the peer is alive. */
final class PeerWords {
    private static final Map<String, Word> ANSWERS = Map.ofEntries(
            Map.entry("accepts", new Word("has it", Style.GOOD)),
            Map.entry("accepts_all", new Word("says yes to every address", Style.DOUBTFUL)),
            Map.entry("not_now", new Word("has it, but takes no mail for it now", Style.DOUBTFUL)),
            Map.entry("unknown", new Word("does not have it", Style.GOOD)),
            Map.entry("timeout", new Word("no answer in time", Style.BAD)),
            Map.entry("unreachable", new Word("cannot be reached", Style.BAD)),
            Map.entry("unresolvable", new Word("its name does not resolve", Style.BAD)),
            Map.entry("refused", new Word("answered, but not the question", Style.BAD)),
            Map.entry("known_down", new Word("not asked: known to be down", Style.BAD)),
            Map.entry("overloaded", new Word("not asked: too many questions at once", Style.BAD)),
            Map.entry("unanswered", new Word("says nothing of this address, though it answers others", Style.BAD)),
            Map.entry("unaskable", new Word("not asked: the address cannot be put into a question", Style.BAD)),
            Map.entry("closed", new Word("not asked: it goes away", Style.BAD)));

    private PeerWords() {}

    /** @param answer as WebAdmin has it; one that is new is shown as it is */
    static Word of(String answer) {
        Word known = ANSWERS.get(answer);
        return known == null ? new Word(answer.replace('_', ' '), Style.BAD) : known;
    }
}
