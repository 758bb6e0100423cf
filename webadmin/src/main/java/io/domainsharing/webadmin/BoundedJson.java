// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON of a client, who may mean no good: no key twice, nothing behind it, not deep, no number that takes long to read. */
final class BoundedJson {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();
    private static final int DEEPEST = 8;
    /** Digits; a long has 19. */
    private static final int LONGEST_NUMBER = 20;

    private BoundedJson() {}

    /**
     * The object that a body is.
     *
     * @param example of what may be sent, for the remedy
     * @throws BadConfigurationException it is none; the mistake does not quote it, as Jackson's would
     */
    static JsonNode object(String body, String example) throws BadConfigurationException {
        try {
            bound(body, example);
            JsonNode json = READER.readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            throw new BadConfigurationException(
                    where == null ? "the body" : "line " + where.getLineNr() + ", column " + where.getColumnNr(),
                    "is not JSON, or a key is given twice",
                    "Send an object such as " + example);
        } catch (IOException e) {
            throw new UncheckedIOException("A text cannot fail to be read", e);
        }
        throw new BadConfigurationException("the body", "is not a JSON object", "Send one such as " + example);
    }

    // Before a tree of it is made: nothing is remembered here but the depth.
    private static void bound(String body, String example) throws IOException, BadConfigurationException {
        try (JsonParser tokens = READER.createParser(body)) {
            int depth = 0;
            for (JsonToken token = tokens.nextToken(); token != null; token = tokens.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth > DEEPEST) {
                    throw new BadConfigurationException(
                            "the body", "is nested too deeply", "Send an object such as " + example);
                }
                if (token.isNumeric() && tokens.getTextLength() > LONGEST_NUMBER) {
                    throw new BadConfigurationException("the body", "holds a number that is too long", "Write a port");
                }
            }
        }
    }
}
