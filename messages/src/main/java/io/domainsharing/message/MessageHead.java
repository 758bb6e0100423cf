// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.message;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;

/**
 * The header fields of a message, read from its octets without JavaMail: a header that nobody can parse is read as far as it
 * goes, and nothing is loaded, saved or changed. Reads in one pass, in time that is linear in the octets looked at: what
 * strangers write costs no more than its length. Immutable.
 *
 * @param fields those that were asked for, in their order from the top
 * @param received how many {@code Received} fields there are
 */
public record MessageHead(List<HeaderField> fields, int received) {
    /** A longer value is not read: no field that servers write for each other is as long. */
    public static final int LONGEST_VALUE = 64 * 1024;
    /** What stands below is not read. Servers write at the top. */
    public static final int MOST_OCTETS = 1024 * 1024;
    /** Those behind are not read. */
    public static final int MOST_FIELDS = 10_000;

    private static final String RECEIVED = "received";

    public MessageHead {
        fields = List.copyOf(fields);
    }

    /**
     * Reads the fields of these names, in whatever case they are written.
     *
     * @throws MessagingException the octets cannot be had; never because of what they are
     */
    public static MessageHead of(Mail mail, String... names) throws MessagingException {
        try (BufferedInputStream octets = new BufferedInputStream(MessageOctets.of(mail))) {
            return read(octets, names);
        } catch (IOException e) {
            throw new MessagingException("The message cannot be read", e);
        }
    }

    /** The same for a stream, which is read up to the end of the header, or to the bounds. */
    public static MessageHead read(BufferedInputStream octets, String... names) throws IOException {
        return read(octets, false, names);
    }

    /** The same; the stream is at the first octet of the body then. */
    public static MessageHead readUpToBody(BufferedInputStream octets, String... names) throws IOException {
        return read(octets, true, names);
    }

    private static MessageHead read(BufferedInputStream octets, boolean toBody, String... names) throws IOException {
        Set<String> wanted =
                Arrays.stream(names).map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        List<HeaderField> found = new ArrayList<>();
        int received = 0;
        HeaderReader reader = new HeaderReader(octets, name -> wanted.contains(name.toLowerCase(Locale.ROOT)));
        while (reader.next()) {
            String name = reader.name();
            if (wanted.contains(name.toLowerCase(Locale.ROOT)) && reader.isWhole()) {
                found.add(new HeaderField(name, reader.value(), received));
            }
            if (name.equalsIgnoreCase(RECEIVED)) {
                received++;
            }
        }
        if (toBody) {
            reader.skipToBody();
        }
        return new MessageHead(found, received);
    }

    /** The fields of that name, from the top. */
    public List<HeaderField> fields(String name) {
        return fields.stream().filter(field -> field.is(name)).toList();
    }

    /** The values of the fields of that name, from the top. */
    public List<String> values(String name) {
        return fields(name).stream().map(HeaderField::value).toList();
    }

    /** The values of those that the client of this hand-over can have written; see {@link HeaderField#isTopmost}. */
    public List<String> topmostValues(String name) {
        return fields(name).stream()
                .filter(HeaderField::isTopmost)
                .map(HeaderField::value)
                .toList();
    }
}
