// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.demo;

import io.domainsharing.it.SmtpReply;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** What a person reads while the demo runs, and whether every step held. One thread. */
final class Transcript {
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream out;
    private final boolean coloured;
    private int held;
    private int failed;

    Transcript() {
        this.out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        this.coloured = Boolean.getBoolean("demo.coloured");
    }

    void scene(String title) {
        out.println();
        out.println(paint(BOLD, title));
    }

    void say(String line) {
        out.println("  " + line);
    }

    /** Shows an exchange with an SMTP server and checks the code of the answer. */
    SmtpReply expect(int code, String server, String command, Supplier<SmtpReply> exchange) {
        long start = System.nanoTime();
        SmtpReply reply = exchange.get();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        check(
                reply.code() == code,
                String.format(
                        Locale.ROOT,
                        "%-7s %-40s %s  (%d ms)",
                        server,
                        command,
                        reply.lines().get(0),
                        took.toMillis()));
        return reply;
    }

    void check(boolean ok, String line) {
        if (ok) {
            held++;
        } else {
            failed++;
        }
        out.println((ok ? paint(GREEN, "  ok    ") : paint(RED, "  FAILED ")) + line);
    }

    /** The last line; true when every step held. */
    boolean end() {
        scene(failed == 0 ? "All " + held + " steps held." : failed + " of " + (held + failed) + " steps failed.");
        return failed == 0;
    }

    private String paint(String colour, String text) {
        return coloured ? colour + text + PLAIN : text;
    }
}
