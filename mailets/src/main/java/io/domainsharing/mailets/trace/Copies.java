// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.trace;

import io.domainsharing.message.FrontLines;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.mailet.Mail;

/** A mail for some of the recipients of another: the same octets, of which no copy is made. */
public final class Copies {
    private static final char SEPARATOR = '!';

    private Copies() {}

    /** What is done with a copy; the copy is disposed of afterwards. */
    @FunctionalInterface
    public interface Taker {
        void take(Mail copy) throws MessagingException;
    }

    /** What a mail was called when it came in, the same for all its copies. */
    public static String origin(String name) {
        int suffix = suffix(name, name.indexOf(SEPARATOR));
        return suffix < 0 ? name : name.substring(0, suffix);
    }

    public static void give(Mail mail, Collection<MailAddress> recipients, Taker taker) throws MessagingException {
        Mail copy = FrontLines.copy(mail);
        try {
            copy.setName(name(mail.getName(), copy.getName()));
            copy.setState(mail.getState());
            copy.setRecipients(recipients);
            taker.take(copy);
        } finally {
            LifecycleUtil.dispose(copy);
        }
    }

    /** The mail is theirs no more: a copy or a bounce takes care of them. */
    public static void takeOff(Mail mail, Collection<MailAddress> recipients) {
        Set<MailAddress> gone = new HashSet<>(recipients);
        mail.setRecipients(mail.getRecipients().stream()
                .filter(recipient -> !gone.contains(recipient))
                .toList());
    }

    /**
     * James appends a random suffix to the name at each copy and takes the eighth for a configuration loop; mail that waits
     * for days is copied more often than that, so only the newest suffix is kept.
     */
    static String name(String original, String derived) {
        int first = suffix(original, original.indexOf(SEPARATOR));
        int last = suffix(derived, derived.lastIndexOf(SEPARATOR));
        return first < 0 || last < 0 ? derived : original.substring(0, first) + derived.substring(last);
    }

    /** Where the suffix begins: James 3.8 writes {@code -!1234567}, and James 3.9 {@code !aB3d}. */
    private static int suffix(String name, int separator) {
        return separator > 0 && name.charAt(separator - 1) == '-' ? separator - 1 : separator;
    }
}
