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

/** Since when a mail waits: written on it when it first has to, taken off when it is given back or found to be at home. */
final class Notes {
    private static final AttributeName SINCE = AttributeName.of("io.domainsharing.waiting-since");

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

    static void clear(Mail mail) {
        mail.removeAttribute(SINCE);
    }

    private static Optional<Long> since(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, SINCE, Long.class);
    }
}
