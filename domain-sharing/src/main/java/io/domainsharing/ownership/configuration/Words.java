// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The words that a key takes, one for each value, and the same words where a value is written: in {@code domainsharing.xml}, in the
 * store of peers, and in the JSON of WebAdmin. Letters count as they are. Immutable, any thread.
 */
public final class Words<T> implements Block.Parser<T> {
    private final Map<String, T> values;

    private Words(Map<String, T> values) {
        this.values = values;
    }

    /** Every constant by its name in small letters, in the order of the enum. */
    public static <E extends Enum<E>> Words<E> of(Class<E> type) {
        return of(EnumSet.allOf(type), Words::word);
    }

    /** Values in that order; every value has a word of its own. */
    static <T> Words<T> of(Collection<T> values, Function<T, String> word) {
        Map<String, T> words = new LinkedHashMap<>();
        for (T value : values) {
            if (words.put(word.apply(value), value) != null) {
                throw new IllegalArgumentException("'" + word.apply(value) + "' stands for two values");
            }
        }
        return new Words<>(words);
    }

    /** The word of a constant wherever one is written: its name in small letters. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The value of a word.
     *
     * @throws IllegalArgumentException the text is none of the words; the message has the text and the words
     */
    @Override
    public T parse(String text) {
        T value = values.get(text);
        if (value == null) {
            throw new IllegalArgumentException("'" + text + "' is neither " + String.join(" nor ", values.keySet()));
        }
        return value;
    }

    /** What an operator writes instead of a text that is none of the words. */
    String remedy() {
        List<String> words = List.copyOf(values.keySet());
        int last = words.size() - 1;
        return "Write " + words.subList(0, last).stream().collect(Collectors.joining(", ")) + " or " + words.get(last);
    }
}
