// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The server's side of one SMTP session in which everything is taken that a script does not refuse. One thread. */
final class SinkSession {
    /** What the script is asked once a message is there; it is no command. */
    static final String END_OF_MESSAGE = ".";

    private final String name;
    private final Incoming incoming;
    private final OutputStream out;
    private String sender = "";
    private final List<String> recipients = new ArrayList<>();

    /** What comes from the client, as the sink reads it. */
    interface Incoming {
        /** Without its line end; empty: the client has gone. */
        Optional<String> command() throws IOException;

        /**
         * Reads what follows DATA.
         *
         * @return keeps the message; run only where the script does not refuse it
         */
        Runnable message(String sender, List<String> recipients) throws IOException;
    }

    /** @param name what the greeting says */
    SinkSession(String name, Incoming incoming, OutputStream out) {
        this.name = name;
        this.incoming = incoming;
        this.out = out;
    }

    /**
     * Answers until QUIT, or until the client goes away.
     *
     * @param ehlo the reply to EHLO
     * @param script has the reply to a command, or nothing for the usual one
     */
    void serve(String ehlo, Function<String, Optional<String>> script) throws IOException {
        say("220 " + name);
        for (Optional<String> next = incoming.command(); next.isPresent(); next = incoming.command()) {
            String command = next.get();
            Optional<String> scripted = script.apply(command);
            String verb = command.toUpperCase(Locale.ROOT);
            if (scripted.isPresent()) {
                say(scripted.get());
            } else if (verb.startsWith("EHLO")) {
                say(ehlo);
            } else if (verb.startsWith("MAIL FROM:")) {
                sender = path(command);
                recipients.clear();
                say("250 2.1.0 sender");
            } else if (verb.startsWith("RCPT TO:")) {
                recipients.add(path(command));
                say("250 2.1.5 recipient");
            } else if (verb.equals("DATA")) {
                take(script);
            } else if (verb.equals("QUIT")) {
                say("221 bye");
                return;
            } else {
                say("250 sink");
            }
        }
    }

    private void take(Function<String, Optional<String>> script) throws IOException {
        say("354 go on");
        Runnable message = incoming.message(sender, List.copyOf(recipients));
        Optional<String> scripted = script.apply(END_OF_MESSAGE);
        if (scripted.isEmpty()) {
            message.run();
        }
        say(scripted.orElse("250 2.6.0 taken"));
    }

    private static String path(String command) {
        int end = command.lastIndexOf('>');
        return end < 0 ? command : command.substring(command.indexOf('<') + 1, end);
    }

    private void say(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
