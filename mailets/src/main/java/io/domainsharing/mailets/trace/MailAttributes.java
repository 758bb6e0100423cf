// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.trace;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * What is written on a mail while it is ours. Since when it waits: until it is found to be at home. Who refused it: until it
 * has another owner. That it was looked up a second time: until an exact address of this server takes it. That it must not go
 * to a smart host, and that its way begins here: for good. All of it goes when the mail is given back.
 */
public final class MailAttributes {
    private static final AttributeName SINCE = AttributeName.of("io.domainsharing.waiting-since");

    private static final AttributeName LAST_WAY = AttributeName.of("io.domainsharing.last-way");
    private static final AttributeName NO_SMART_HOST = AttributeName.of("io.domainsharing.no-smart-host");

    private static final AttributeName NEW_WAY = AttributeName.of("io.domainsharing.new-way");

    private static final AttributeName PATH = AttributeName.of("io.domainsharing.path");

    private static final AttributeName WAY = AttributeName.of("io.domainsharing.way");

    private MailAttributes() {}

    /** Starts the clock of a mail; one that runs already goes on. */
    public static void startAge(Mail mail, Clock clock) {
        if (since(mail).isEmpty()) {
            mail.setAttribute(new Attribute(SINCE, AttributeValue.of(clock.millis())));
        }
    }

    public static Duration age(Mail mail, Clock clock) {
        return since(mail)
                .map(since -> Duration.between(since, clock.instant()))
                .filter(age -> !age.isNegative())
                .orElse(Duration.ZERO);
    }

    /** When its clock was started. */
    public static Optional<Instant> since(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, SINCE, Long.class).map(Instant::ofEpochMilli);
    }

    /** How its owner was found, for the audit: local, cache or peer, or several of them with a comma between. */
    public static void markWay(Mail mail, String way) {
        mail.setAttribute(new Attribute(WAY, AttributeValue.of(way)));
    }

    public static String way(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, WAY, String.class).orElse("unknown");
    }

    /** The mail waits for its peer, however long that is away. */
    public static void avoidSmartHost(Mail mail) {
        mail.setAttribute(new Attribute(NO_SMART_HOST, AttributeValue.of(true)));
    }

    public static boolean avoidsSmartHost(Mail mail) {
        return mail.getAttribute(NO_SMART_HOST).isPresent();
    }

    /** Whoever its next peer does not know gets it no other way: the mail is returned then, not looked up again. */
    public static void markLastWay(Mail mail) {
        mail.setAttribute(new Attribute(LAST_WAY, AttributeValue.of(true)));
    }

    public static void unmarkLastWay(Mail mail) {
        mail.removeAttribute(LAST_WAY);
    }

    public static boolean isLastWay(Mail mail) {
        return mail.getAttribute(LAST_WAY).isPresent();
    }

    /** Its way from server to server begins here, whatever its header tells of an earlier one. */
    public static void beginWay(Mail mail) {
        mail.setAttribute(new Attribute(NEW_WAY, AttributeValue.of(true)));
    }

    static boolean beginsWay(Mail mail) {
        return mail.getAttribute(NEW_WAY).isPresent();
    }

    /** The servers that it has come by, this one included. */
    public static void markPath(Mail mail, String path) {
        mail.setAttribute(new Attribute(PATH, AttributeValue.of(path)));
    }

    public static Optional<String> path(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, PATH, String.class);
    }

    /** It waits for nothing of ours, at least for now. */
    public static void atHome(Mail mail) {
        mail.removeAttribute(SINCE);
        PriorRefusal.clear(mail);
    }

    public static void clear(Mail mail) {
        atHome(mail);
        mail.removeAttribute(NO_SMART_HOST);
        mail.removeAttribute(NEW_WAY);
        mail.removeAttribute(PATH);
        ArrivedFor.clear(mail);
        HereAfterRefusal.clear(mail);
        mail.removeAttribute(LAST_WAY);
        mail.removeAttribute(WAY);
    }
}
