// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/** What Domain Sharing writes on a mail while it waits in a queue; mail that leaves the queues carries none of it. */
final class Notes {
    private static final AttributeName SINCE = AttributeName.of("io.domainsharing.waiting-since");
    private static final AttributeName REASON = AttributeName.of("io.domainsharing.last-reason");
    private static final AttributeName PROCESSOR = AttributeName.of("io.domainsharing.kept-in");

    private Notes() {}

    /** Starts the clock of a mail; one that runs already goes on. */
    static void startAge(Mail mail, Clock clock) {
        if (since(mail).isEmpty()) {
            mail.setAttribute(new Attribute(SINCE, AttributeValue.of(clock.millis())));
        }
    }

    static Duration age(Mail mail, Clock clock) {
        return since(mail)
                .map(millis -> Duration.ofMillis(Math.max(0, clock.millis() - millis)))
                .orElse(Duration.ZERO);
    }

    static void reason(Mail mail, String text) {
        mail.setAttribute(new Attribute(REASON, AttributeValue.of(text)));
    }

    static void processor(Mail mail, String state) {
        mail.setAttribute(new Attribute(PROCESSOR, AttributeValue.of(state)));
    }

    static String processor(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, PROCESSOR, String.class)
                .orElse(Mail.DEFAULT);
    }

    /** Mail that goes on in the pipeline keeps its age only, in case it has to wait again. */
    static void clearButAge(Mail mail) {
        mail.removeAttribute(REASON);
        mail.removeAttribute(PROCESSOR);
    }

    static void clear(Mail mail) {
        clearButAge(mail);
        mail.removeAttribute(SINCE);
    }

    private static Optional<Long> since(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, SINCE, Long.class);
    }
}
