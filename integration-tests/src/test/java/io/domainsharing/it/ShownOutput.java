// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a page shows of an output. {@code ...} stands for anything: within a line for a part of it, as a line for any number
 * of lines, in JSON for a value, at the end of an array for further elements. JSON may have more fields than are shown.
 */
final class ShownOutput {
    private static final String ANYTHING = "...";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ShownOutput() {}

    /** Whether all of a text is as shown. */
    static boolean fits(String shown, String text) {
        StringBuilder pattern = new StringBuilder();
        for (String line : shown.strip().split("\n", -1)) {
            pattern.append(line.strip().equals(ANYTHING) ? "(?:.*\n)*?" : patternOf(line) + " *\n");
        }
        String unix = text.replace("\r\n", "\n").strip() + '\n';
        return Pattern.compile(pattern.toString()).matcher(unix).matches();
    }

    /** Whether a line ends as shown: what a logger writes in front of it is not. */
    static boolean endsAs(String shown, String line) {
        return Pattern.compile(".*" + patternOf(shown.strip())).matcher(line).matches();
    }

    private static String patternOf(String line) {
        return Arrays.stream(line.stripTrailing().split(Pattern.quote(ANYTHING), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
    }

    /** Whether a JSON text has all that is shown. */
    static boolean fitsJson(String shown, String text) throws JsonProcessingException {
        return fits(JSON.readTree(shown), JSON.readTree(text));
    }

    private static boolean fits(JsonNode shown, JsonNode real) {
        if (shown.isTextual() && shown.asText().contains(ANYTHING)) {
            return !real.isMissingNode()
                    && Pattern.matches(patternOf(shown.asText()), real.isTextual() ? real.asText() : real.toString());
        } else if (shown.isObject()) {
            boolean fits = real.isObject();
            for (Iterator<Map.Entry<String, JsonNode>> fields = shown.fields(); fits && fields.hasNext(); ) {
                Map.Entry<String, JsonNode> field = fields.next();
                fits = fits(field.getValue(), real.path(field.getKey()));
            }
            return fits;
        } else if (shown.isArray()) {
            return real.isArray() && fits(elements(shown), elements(real));
        }
        return shown.equals(real);
    }

    private static boolean fits(List<JsonNode> shown, List<JsonNode> real) {
        boolean open = !shown.isEmpty() && shown.get(shown.size() - 1).asText().equals(ANYTHING);
        int count = open ? shown.size() - 1 : shown.size();
        if (open ? real.size() < count : real.size() != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!fits(shown.get(i), real.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }
}
