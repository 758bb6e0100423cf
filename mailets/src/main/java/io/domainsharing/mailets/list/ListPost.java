// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.list;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import io.domainsharing.ownership.CanonicalAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * What this server knows of a mail that is a post to shared lists, as a Mail attribute: it outlives the expansion of the
 * list, and no session can set it.
 *
 * @param fingerprint see {@link Fingerprint}
 * @param id see {@link ListMark}
 * @param lists that it has been shared for
 * @param served see {@link ListMark}
 */
public record ListPost(String fingerprint, String id, Set<MailAddress> lists, Set<String> served) {
    private static final AttributeName NAME = AttributeName.of("io.domainsharing.list-post");
    private static final String LINE = "\n";
    private static final int TOKEN_BYTES = 8;

    public ListPost {
        lists = Set.copyOf(lists);
        served = Set.copyOf(served);
    }

    public static Optional<ListPost> of(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, NAME, String.class).map(ListPost::parse);
    }

    public void writeTo(Mail mail) {
        Set<String> addresses = new LinkedHashSet<>();
        lists.forEach(list -> addresses.add(CanonicalAddress.of(list).value()));
        String text = String.join(
                LINE,
                (fingerprint + " " + id).strip(),
                String.join(" ", served),
                Joiner.on(LINE).join(addresses));
        mail.setAttribute(new Attribute(NAME, AttributeValue.of(text)));
    }

    /** The same, with these seen to here, as many as a header holds. */
    public ListPost serving(Collection<MailAddress> outsiders) {
        Set<String> all = new LinkedHashSet<>(served);
        outsiders.stream().limit(ListMark.MOST_SERVED).map(this::token).forEach(all::add);
        return new ListPost(fingerprint, id, lists, all);
    }

    /** A recipient of this post in a form that tells nobody else who it is. */
    public String token(MailAddress recipient) {
        byte[] hash = Hashing.sha256()
                .hashString(fingerprint + LINE + CanonicalAddress.of(recipient).value(), StandardCharsets.UTF_8)
                .asBytes();
        return BaseEncoding.base64Url().omitPadding().encode(Arrays.copyOf(hash, TOKEN_BYTES));
    }

    private static ListPost parse(String text) {
        List<String> lines = Splitter.on(LINE).splitToList(text);
        Set<MailAddress> lists = new LinkedHashSet<>();
        try {
            for (String address : lines.subList(2, lines.size())) {
                lists.add(new MailAddress(address));
            }
        } catch (AddressException e) {
            throw new IllegalStateException("the attribute " + NAME.asString() + " was not written here", e);
        }
        List<String> names = Splitter.on(' ').splitToList(lines.get(0));
        return new ListPost(
                names.get(0),
                names.size() > 1 ? names.get(1) : "",
                lists,
                Set.copyOf(Splitter.on(' ').omitEmptyStrings().splitToList(lines.get(1))));
    }
}
