// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.terminal;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What comes in while a command runs. */
public interface Keyboard {
    /** That of the process. */
    Keyboard REAL = new Keyboard() {
        @Override
        @SuppressWarnings("SystemConsoleNull") // From Java 22 on there is always one, which ends at once.
        public Optional<String> ask(String question) {
            Console console = System.console();
            return console == null ? Optional.empty() : Optional.ofNullable(console.readLine("%s ", question));
        }

        @Override
        public String line() throws IOException {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        }
    };

    /** Blocks until somebody answers; empty: nobody sits at a terminal. */
    Optional<String> ask(String question);

    /**
     * The first line of the standard input; empty where there is none.
     *
     * @throws IOException it cannot be read
     */
    String line() throws IOException;
}
