// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The golden vectors: tab-separated files that state their origin. */
public final class Vectors {
    private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-f]{2})");

    private Vectors() {}

    public static Stream<Arguments> of(String file) {
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> Arguments.of((Object[]) line.split("\t", -1)))
                            .toList()
                            .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] octets(String escaped) {
        String text = escaped.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\0", "\0")
                .replace("\\t", "\t")
                .replace("\\\\", "\\");
        return HEX.matcher(text)
                .replaceAll(match -> String.valueOf((char) Integer.parseInt(match.group(1), 16)))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
