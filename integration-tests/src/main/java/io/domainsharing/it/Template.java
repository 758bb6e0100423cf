// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A configuration file beside this class, with {@code @names@} where values go. */
final class Template {
    private static final Pattern NAME = Pattern.compile("@([a-z]+)@");

    private Template() {}

    /** Fills in all that it names. */
    static String fill(String file, Map<String, String> values) {
        return NAME.matcher(read(file))
                .replaceAll(name -> Matcher.quoteReplacement(value(file, name.group(1), values)));
    }

    private static String value(String file, String name, Map<String, String> values) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(file + " wants a value for " + name);
        }
        return value;
    }

    private static String read(String file) {
        try (InputStream in = Template.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("No " + file + " beside " + Template.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
