// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * As much of OpenAPI's schemas as our description uses: references, types, required and unknown properties, items, enums and
 * times.
 */
final class JsonSchema {
    private final JsonNode description;
    private final List<String> mistakes = new ArrayList<>();

    private JsonSchema(JsonNode description) {
        this.description = description;
    }

    /** What of a value is not as the schema says; empty: nothing. */
    static List<String> mistakes(JsonNode description, JsonNode schema, JsonNode value) {
        JsonSchema check = new JsonSchema(description);
        check.see("$", schema, value);
        return check.mistakes;
    }

    private void see(String at, JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            see(at, description.at(schema.path("$ref").asText().substring(1)), value);
            return;
        }
        if (value.isNull() && schema.path("nullable").asBoolean()) {
            return;
        }
        if (!isOfType(schema.path("type").asText(), value)) {
            mistakes.add(at + " is no " + schema.path("type").asText() + " but " + value);
            return;
        }
        if (schema.has("enum") && !contains(schema.path("enum"), value)) {
            mistakes.add(at + " is " + value + ", none of " + schema.path("enum"));
        }
        if (schema.path("format").asText().equals("date-time") && !isTime(value.asText())) {
            mistakes.add(at + " is no time but " + value);
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            see(at + "[" + i + "]", schema.path("items"), value.get(i));
        }
        if (value.isObject()) {
            seeObject(at, schema, value);
        }
    }

    private void seeObject(String at, JsonNode schema, JsonNode value) {
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.asText())) {
                mistakes.add(at + " has no " + required.asText());
            }
        }
        value.fields().forEachRemaining(field -> {
            JsonNode property = schema.path("properties").path(field.getKey());
            if (!property.isMissingNode()) {
                see(at + '.' + field.getKey(), property, field.getValue());
            } else if (schema.has("additionalProperties")) {
                mistakes.add(at + " has " + field.getKey() + ", which is not described");
            }
        });
    }

    private static boolean isOfType(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> throw new IllegalArgumentException("type '" + type + "'");
        };
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        return StreamSupport.stream(values.spliterator(), false).anyMatch(value::equals);
    }

    private static boolean isTime(String text) {
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
