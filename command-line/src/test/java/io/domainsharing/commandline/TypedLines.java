// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import io.domainsharing.commandline.terminal.Keyboard;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A keyboard on which these lines are typed, one after the other; with none of them nobody sits there. */
public final class TypedLines implements Keyboard {
    private final Deque<String> lines;

    public TypedLines(String... lines) {
        this.lines = new ArrayDeque<>(List.of(lines));
    }

    @Override
    public Optional<String> ask(String question) {
        return Optional.ofNullable(lines.poll());
    }

    @Override
    public String line() {
        String line = lines.poll();
        return line == null ? "" : line;
    }
}
