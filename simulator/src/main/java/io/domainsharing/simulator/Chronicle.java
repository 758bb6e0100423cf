// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last of what happened, for whoever wants to know how it came to a violation. One thread. */
final class Chronicle {
    private static final int REMEMBERED = 40;

    private final Agenda agenda;
    private final Deque<String> lately = new ArrayDeque<>();

    Chronicle(Agenda agenda) {
        this.agenda = agenda;
    }

    void note(String what) {
        lately.add(Duration.ofNanos(agenda.now()) + " " + what);
        if (lately.size() > REMEMBERED) {
            lately.remove();
        }
    }

    /** One on each line, the oldest first. */
    String lately() {
        return String.join("\n  ", lately);
    }
}
