// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.list;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.Lists;
import io.domainsharing.message.HeaderField;
import io.domainsharing.message.MessageHead;
import io.domainsharing.message.ReceivedFromPeerAttribute;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.trace.Way;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;
import javax.mail.internet.MimeUtility;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;

/**
 * What one server tells another in the header of a list post: {@code copy=list; list=sales@example.com}, a line for each
 * list. Believed only in mail that a peer's session brought, and only where that peer writes it: above its line of the {@link
 * Way}. What stands below, a stranger may have written, or another server on another way.
 *
 * @param id what the first server calls a post that has no Message-ID; empty for all others
 * @param lists that the post has been shared for: each server that has one of them gets, or is, a {@link Copy#LIST} of it
 * @param served members outside our servers whom the sender of this copy sees to itself, as {@link ListPost#token}
 */
public record ListMark(Copy copy, String id, Set<MailAddress> lists, Set<String> served) {
    public static final String HEADER = "X-Domain-Sharing-List";
    /** Beyond it they get a second copy: a header has to end somewhere. Nor are more read. */
    public static final int MOST_SERVED = 5_000;

    private static final String COPY = "copy=";
    private static final String LIST = "list=";
    /** For an address that a header cannot hold as it is: a quoted local part may have any octet. */
    private static final String ENCODED_LIST = "list*=";

    private static final String SERVED = "served=";
    private static final String ID = "id=";
    private static final int SERVED_IN_A_FIELD = 100;
    /** RFC 5321 section 4.5.3.1.3, each octet of it encoded, and more. */
    private static final int LONGEST_ADDRESS = 1_200;

    private static final int LONGEST_ID = 300;

    private static final CharMatcher LINE = CharMatcher.inRange(' ', '~');
    private static final CharMatcher PRINTABLE = CharMatcher.inRange('!', '~');
    private static final CharMatcher TOKEN = CharMatcher.inRange('A', 'Z')
            .or(CharMatcher.inRange('a', 'z'))
            .or(CharMatcher.inRange('0', '9'))
            .or(CharMatcher.anyOf("_-"));
    private static final Splitter WORDS = Splitter.on(CharMatcher.whitespace()).omitEmptyStrings();

    public ListMark {
        lists = Set.copyOf(lists);
        served = Set.copyOf(served);
    }

    /** What a copy is for. */
    public enum Copy {
        /** For a list that the receiving server has too: it serves the members of its own list. */
        LIST,
        /** For one who lives on the receiving server. */
        MEMBER;

        static @Nullable Copy parse(String text) {
            for (Copy copy : values()) {
                if (copy.text().equals(text)) {
                    return copy;
                }
            }
            return null;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The mark of a mail, or empty when it has none; lines that cannot be read do not count. */
    public static Optional<ListMark> of(Mail mail) throws MessagingException {
        return ReceivedFromPeerAttribute.of(mail).isEmpty()
                ? Optional.empty()
                : parse(ofPeer(MessageHead.of(mail, HEADER, Way.HEADER)));
    }

    private static List<String> ofPeer(MessageHead head) {
        List<String> lines = new ArrayList<>();
        for (HeaderField field : head.fields()) {
            if (!field.isTopmost() || field.is(Way.HEADER)) {
                break;
            }
            lines.add(field.value());
        }
        return lines;
    }

    private static Optional<ListMark> parse(List<String> lines) {
        Copy copy = Copy.MEMBER;
        String id = "";
        Set<MailAddress> lists = new LinkedHashSet<>();
        Set<String> served = new LinkedHashSet<>();
        for (String line : lines) {
            int end = line.indexOf(';');
            if (line.startsWith(COPY) && end > 0) {
                Copy said = Copy.parse(line.substring(COPY.length(), end).strip());
                Optional<MailAddress> list = address(line.substring(end + 1).strip());
                if (said != null && list.isPresent()) {
                    copy = said;
                    lists.add(list.get());
                }
            } else if (line.startsWith(SERVED)) {
                WORDS.splitToStream(line.substring(SERVED.length()))
                        .filter(TOKEN::matchesAllOf)
                        .limit(MOST_SERVED - served.size())
                        .forEach(served::add);
            } else if (line.startsWith(ID) && line.length() <= LONGEST_ID && PRINTABLE.matchesAllOf(line)) {
                id = line.substring(ID.length());
            }
        }
        return lists.isEmpty() ? Optional.empty() : Optional.of(new ListMark(copy, id, lists, served));
    }

    /** The header fields, from the top. */
    public List<String> fields() {
        List<String> lines = new ArrayList<>();
        for (MailAddress list : lists) {
            String address = CanonicalAddress.of(list).value();
            lines.add(COPY + copy.text() + "; "
                    + (LINE.matchesAllOf(address) ? LIST + address : ENCODED_LIST + URLEncoder.encode(address, UTF_8)));
        }
        if (!id.isEmpty()) {
            lines.add(ID + id);
        }
        for (List<String> some : Lists.partition(List.copyOf(served), SERVED_IN_A_FIELD)) {
            lines.add(MimeUtility.fold(HEADER.length() + 2, SERVED + " " + String.join(" ", some)));
        }
        return lines.stream().map(line -> HEADER + ": " + line).toList();
    }

    private static Optional<MailAddress> address(String text) {
        if (text.length() > LONGEST_ADDRESS) {
            return Optional.empty();
        }
        try {
            if (text.startsWith(ENCODED_LIST)) {
                return Optional.of(new MailAddress(URLDecoder.decode(text.substring(ENCODED_LIST.length()), UTF_8)));
            }
            return text.startsWith(LIST)
                    ? Optional.of(new MailAddress(text.substring(LIST.length())))
                    : Optional.empty();
        } catch (AddressException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
