// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.cli;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerOutcome.Answered;
import io.domainsharing.minger.client.MingerOutcome.NoAnswer;
import io.domainsharing.minger.client.MingerServer;
import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.Locale;

/** An outcome for people or for programs. */
final class Report {
    private Report() {}

    static String text(MingerServer server, Mailbox mailbox, MingerOutcome outcome) {
        if (outcome instanceof Answered answered) {
            return mailbox + " " + answered.status().digit() + "  " + meaning(answered.status())
                    + System.lineSeparator()
                    + ";; " + server + (server.secret() == null ? ", asked anonymously" : ", asked with a digest")
                    + (answered.isProven() ? ", proven" : "") + ", replied from "
                    + NetUtil.toSocketAddressString(answered.from()) + " in "
                    + millis(answered.roundTrip()) + " ms";
        }
        NoAnswer noAnswer = (NoAnswer) outcome;
        return mailbox + " -  no answer (" + name(noAnswer) + "): nobody knows whether it exists"
                + System.lineSeparator() + ";; " + noAnswer.detail();
    }

    static String json(MingerServer server, Mailbox mailbox, MingerOutcome outcome) {
        String asked = "{\"address\":" + quoted(mailbox.toString()) + ",\"server\":" + quoted(server.toString())
                + ",\"exitCode\":" + ExitCode.of(outcome);
        if (outcome instanceof Answered answered) {
            return asked + ",\"status\":" + answered.status().digit() + ",\"meaning\":"
                    + quoted(meaning(answered.status())) + ",\"from\":"
                    + quoted(NetUtil.toSocketAddressString(answered.from())) + ",\"millis\":"
                    + millis(answered.roundTrip()) + ",\"proven\":" + answered.isProven() + "}";
        }
        NoAnswer noAnswer = (NoAnswer) outcome;
        return asked + ",\"status\":null,\"reason\":" + quoted(name(noAnswer)) + ",\"detail\":"
                + quoted(noAnswer.detail()) + "}";
    }

    private static String meaning(MingerStatus status) {
        return switch (status) {
            case INVALID_REQUEST -> "invalid request";
            case ACCESS_DENIED -> "access denied";
            case BAD_CREDENTIALS -> "credentials missing or wrong";
            case DOES_NOT_EXIST -> "no such address";
            case EXISTS_BUT_CANNOT_RECEIVE -> "exists, but cannot receive mail now";
            case EXISTS -> "exists";
        };
    }

    private static String name(NoAnswer noAnswer) {
        return noAnswer.reason().name().toLowerCase(Locale.ROOT);
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toNanos() / 1e6);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
