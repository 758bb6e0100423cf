// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import com.google.common.base.Splitter;
import io.domainsharing.ownership.CanonicalAddress;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeUtility;
import org.apache.james.core.MailAddress;

/**
 * What one server tells another in the header of a list post: {@code copy=list; list=sales@example.com}, a line for each
 * list. Believed only in mail that a peer's session brought; taken off everything that comes in.
 *
 * @param lists that the post has been shared for: each server that has one of them gets, or is, a {@link Copy#LIST} of it
 * @param served members outside our servers whom the sender of this copy sees to itself, as {@link Post#token}
 */
record ListMark(Copy copy, Set<MailAddress> lists, Set<String> served) {
    static final String HEADER = "X-Domain-Sharing-List";
    /** Beyond it they get a second copy: a header has to end somewhere. */
    static final int MOST_SERVED = 5_000;

    private static final Pattern LIST_LINE = Pattern.compile("\\s*copy=(list|member)\\s*;\\s*list=(\\S.*?)\\s*");
    private static final Pattern SERVED_LINE = Pattern.compile("\\s*served=\\s*([A-Za-z0-9_ -]*)");
    private static final String SERVED = "served=";

    ListMark {
        lists = Set.copyOf(lists);
        served = Set.copyOf(served);
    }

    /** What a copy is for. */
    enum Copy {
        /** For a list that the receiving server has too: it serves the members of its own list. */
        LIST,
        /** For one who lives on the receiving server. */
        MEMBER
    }

    /** The mark of a message, or empty when it has none; lines that cannot be read do not count. */
    static Optional<ListMark> of(MimeMessage message) throws MessagingException {
        String[] lines = message.getHeader(HEADER);
        if (lines == null) {
            return Optional.empty();
        }
        Copy copy = Copy.MEMBER;
        Set<MailAddress> lists = new LinkedHashSet<>();
        Set<String> served = new LinkedHashSet<>();
        for (String folded : lines) {
            String line = MimeUtility.unfold(folded);
            Matcher list = LIST_LINE.matcher(line);
            Matcher servedTokens = SERVED_LINE.matcher(line);
            if (list.matches()) {
                parse(list.group(2)).ifPresent(lists::add);
                copy = Copy.valueOf(list.group(1).toUpperCase(Locale.ROOT));
            } else if (servedTokens.matches()) {
                Splitter.on(' ').omitEmptyStrings().split(servedTokens.group(1)).forEach(served::add);
            }
        }
        return lists.isEmpty() ? Optional.empty() : Optional.of(new ListMark(copy, lists, served));
    }

    /** Takes the header away; leaves a message without one untouched. */
    static void strip(MimeMessage message) throws MessagingException {
        if (message.getHeader(HEADER) != null) {
            message.removeHeader(HEADER);
        }
    }

    /** Takes the place of whatever mark the message had. */
    void writeTo(MimeMessage message) throws MessagingException {
        strip(message);
        for (MailAddress list : lists) {
            message.addHeader(
                    HEADER,
                    "copy=" + copy.name().toLowerCase(Locale.ROOT) + "; list="
                            + CanonicalAddress.of(list).value());
        }
        if (!served.isEmpty()) {
            message.addHeader(HEADER, MimeUtility.fold(HEADER.length() + 2, SERVED + " " + String.join(" ", served)));
        }
    }

    private static Optional<MailAddress> parse(String address) {
        try {
            return Optional.of(new MailAddress(address));
        } catch (AddressException e) {
            return Optional.empty();
        }
    }
}
