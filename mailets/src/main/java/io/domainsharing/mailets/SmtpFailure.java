// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.mailets.Reachability.Contact;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.mail.Address;
import javax.mail.MessagingException;
import javax.mail.SendFailedException;
import javax.mail.Service;
import javax.mail.internet.InternetAddress;
import org.apache.james.core.MailAddress;
import org.apache.james.transport.mailets.remote.delivery.EnhancedMessagingException;
import org.jspecify.annotations.Nullable;

/** An exception of JavaMail's SMTP transport taken apart: who got the mail all the same, and who was answered what. */
final class SmtpFailure {
    /** As JavaMail names what it had sent: DATA, and the end of the message. */
    private static final Set<String> CONTENT = Set.of("DATA", ".");

    /** As JavaMail tells of a greeting that is not 220; of a connection closed instead it says {@code -1}. */
    private static final Pattern GREETING = Pattern.compile("response: [1-5]");

    private static final String CLOSED = "response: -1";

    private final Set<String> delivered = new HashSet<>();
    private final Map<String, Reply> replies = new HashMap<>();
    private final String text;
    private @Nullable Reply toAll;
    private final boolean isConnectionRefused;
    private final boolean isBeforeAnyReply;
    private boolean messageAnswered;

    SmtpFailure(MessagingException failure) {
        Exception innermost = innermost(failure);
        isConnectionRefused = innermost instanceof ConnectException || innermost instanceof NoRouteToHostException;
        isBeforeAnyReply = isOfConnecting(failure) && isSilence(innermost, failure);
        text = Reply.oneLine(
                String.valueOf(failure.getNextException() == null ? failure.getMessage() : innermost.getMessage()));
        if (failure instanceof SendFailedException partial && partial.getValidSentAddresses() != null) {
            Arrays.stream(partial.getValidSentAddresses()).map(SmtpFailure::key).forEach(delivered::add);
        }
        for (Exception e = failure; e instanceof MessagingException link; e = link.getNextException()) {
            read(link);
        }
    }

    boolean delivered(MailAddress recipient) {
        return delivered.contains(key(recipient));
    }

    /** The reply to this recipient's RCPT, else the one that ended the transaction for everybody; empty: no reply at all. */
    Optional<Reply> replyTo(MailAddress recipient) {
        return Optional.ofNullable(replies.get(key(recipient))).or(() -> Optional.ofNullable(toAll));
    }

    /** Whether the server has answered this recipient's RCPT, or the message itself: more than "come again later". */
    boolean isAnswerAbout(MailAddress recipient) {
        return isAnswerToRcpt(recipient) || messageAnswered;
    }

    /** Whether the reply is to this recipient's own RCPT. */
    boolean isAnswerToRcpt(MailAddress recipient) {
        return replies.containsKey(key(recipient));
    }

    /** What it says about the host itself. */
    Contact contact() {
        if (toAll != null
                || !replies.isEmpty()
                || !delivered.isEmpty()
                || GREETING.matcher(text).find()) {
            return Contact.HEARD;
        }
        if (isConnectionRefused) {
            return Contact.REFUSED;
        }
        return isBeforeAnyReply ? Contact.SILENT : Contact.NONE;
    }

    /** What went wrong where no reply says it: the connection, mostly. */
    String text() {
        return text;
    }

    private void read(MessagingException link) {
        EnhancedMessagingException enhanced = new EnhancedMessagingException(link);
        enhanced.getReturnCode().ifPresent(code -> {
            Reply reply = new Reply(code, String.valueOf(link.getMessage()));
            if (enhanced.computeAction().equals("FAILED")) {
                enhanced.computeAddress().ifPresent(address -> replies.put(key(address), reply));
            } else if (code >= 400 && toAll == null) {
                toAll = reply;
                messageAnswered =
                        enhanced.computeCommand().filter(CONTENT::contains).isPresent();
            }
        });
    }

    /**
     * Not of sending: what fails there may be the message's fault, and the host is well. JavaMail throws the same for both, so
     * only the place tells.
     */
    private static boolean isOfConnecting(MessagingException failure) {
        return Arrays.stream(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Service.class.getName())
                        && frame.getMethodName().equals("connect"));
    }

    private static boolean isSilence(Exception innermost, MessagingException failure) {
        return innermost instanceof SocketTimeoutException
                || innermost instanceof SocketException
                || innermost instanceof UnknownHostException
                || innermost instanceof EOFException
                || String.valueOf(failure.getMessage()).contains(CLOSED);
    }

    private static Exception innermost(MessagingException failure) {
        Exception e = failure;
        while (e instanceof MessagingException link && link.getNextException() != null) {
            e = link.getNextException();
        }
        return e;
    }

    private static String key(Address address) {
        return address instanceof InternetAddress internet
                ? internet.getAddress().toLowerCase(Locale.ROOT)
                : address.toString().toLowerCase(Locale.ROOT);
    }

    private static String key(MailAddress address) {
        return address.asString().toLowerCase(Locale.ROOT);
    }
}
