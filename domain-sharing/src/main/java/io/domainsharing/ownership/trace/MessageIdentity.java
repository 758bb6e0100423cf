// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What makes a message this one and no other to a line of ours: the values of those of its Message-ID, From and Date fields
 * that it has, white space apart. A server on the way may add one that is missing; a line says which there were, and counts
 * by those. Immutable.
 */
public final class MessageIdentity {
    private static final String NONE = "-";

    /**
     * Of a longer value its hash stands in the text: each line of a header is held against the text, and a stranger may write
     * thousands of lines above a very long field.
     */
    private static final int LONGEST_VALUE = 1_000;

    private final Map<Part, String> values = new EnumMap<>(Part.class);

    /** The fields, with the letters by which a line names them. */
    private enum Part {
        MESSAGE_ID("Message-ID", 'm'),
        FROM("From", 'f'),
        DATE("Date", 'd');

        private final String field;
        private final char letter;

        Part(String field, char letter) {
            this.field = field;
            this.letter = letter;
        }
    }

    private MessageIdentity() {}

    /**
     * The identity of a message.
     *
     * @param fields the values of all fields of a name, from the top
     */
    public static MessageIdentity of(Function<String, List<String>> fields) {
        MessageIdentity identity = new MessageIdentity();
        for (Part part : Part.values()) {
            List<String> values = fields.apply(part.field);
            if (!values.isEmpty()) {
                identity.values.put(part, bounded(withoutSpace(String.join("\n", values))));
            }
        }
        return identity;
    }

    /** The names of the fields that {@link #of} asks for. */
    public static List<String> fieldNames() {
        return List.of(Part.MESSAGE_ID.field, Part.FROM.field, Part.DATE.field);
    }

    /** What a line that is written now names. */
    String parts() {
        return values.isEmpty()
                ? NONE
                : values.keySet().stream()
                        .map(part -> String.valueOf(part.letter))
                        .collect(Collectors.joining());
    }

    /** The text that a line which names these parts is bound to; empty: it speaks of another message. */
    Optional<String> text(String parts) {
        if (parts.equals(NONE)) {
            return values.isEmpty() ? Optional.of(NONE) : Optional.empty();
        }
        StringBuilder text = new StringBuilder(parts);
        for (Part part : Part.values()) {
            if (parts.indexOf(part.letter) >= 0) {
                String value = values.get(part);
                if (value == null) {
                    return Optional.empty();
                }
                text.append('\n').append(part.letter).append(value);
            }
        }
        return Optional.of(text.toString());
    }

    private static String bounded(String value) {
        return value.length() <= LONGEST_VALUE
                ? value
                : "sha256:" + Hashing.sha256().hashString(value, StandardCharsets.UTF_8);
    }

    private static String withoutSpace(String value) {
        StringBuilder text = new StringBuilder(value.length());
        value.chars().filter(character -> character > ' ').forEach(character -> text.append((char) character));
        return text.toString();
    }
}
