// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * A host that offers DSN and writes down each command, as lines end for the strictest and for the laxest of readers: a bare CR ends
 * one too. What is no command that a mail server sends, or holds anything but printable ASCII, is an intruder.
 */
final class StrictSink implements AutoCloseable {
    private static final Pattern COMMAND =
            Pattern.compile("(EHLO|HELO|MAIL FROM:<|RCPT TO:<|DATA|RSET|NOOP|QUIT)[ -~]*");

    private final SmtpSink sink;
    private final List<String> commands = new CopyOnWriteArrayList<>();

    StrictSink(SmtpSink sink) {
        this.sink = sink.answering(this::answer);
    }

    private Optional<String> answer(String command) {
        if (command.equals(SmtpSink.END_OF_MESSAGE)) {
            return Optional.empty();
        }
        commands.add(command);
        return command.startsWith("EHLO") ? Optional.of("250-sink\r\n250 DSN") : Optional.empty();
    }

    String address() {
        return sink.address();
    }

    /** All commands of all sessions, in order. */
    List<String> commands() {
        return List.copyOf(commands);
    }

    List<String> intruders() {
        return commands.stream()
                .filter(command -> !COMMAND.matcher(command).matches())
                .toList();
    }

    /** What it has taken of one subject. */
    List<SmtpSink.Mail> taken(String subject) {
        return sink.mails(subject);
    }

    @Override
    public void close() {
        sink.close();
    }
}
