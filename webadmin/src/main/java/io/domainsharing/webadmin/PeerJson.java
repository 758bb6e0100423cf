// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.configuration.Block;
import io.domainsharing.ownership.configuration.PeerBlock;
import io.domainsharing.ownership.configuration.Spelling;
import io.domainsharing.ownership.membership.Kept;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A peer that comes in as JSON: the keys of {@code <peer>} but for its name, and read as these are, in texts; the port may be a
 * number. What it says of a mistake never shows a secret, so no text of the body that is not known to be another value.
 *
 * @param kept what the body says nothing of, so that of the peer before counts; a secret that is null or an empty text is none from now on
 */
record PeerJson(Peer peer, Kept kept) {
    private static final String NAME = "name";
    private static final String SECRET = "secret";
    private static final Set<String> PORTS = Set.of("mingerPort", "digestPort");
    private static final String EXAMPLE = "{\"smtp\":[\"tokyo.example.net:25\"]}";
    private static final int LONGEST_KEY_SHOWN = 64;

    /**
     * Reads a body. Takes time in proportion to its length.
     *
     * @param name from the path
     * @throws BadConfigurationException it cannot be meant; its mistake is for the client
     */
    static PeerJson parse(String name, String body) throws BadConfigurationException {
        JsonNode json = BoundedJson.object(body, EXAMPLE);
        Map<String, List<String>> texts = new LinkedHashMap<>();
        texts.put(NAME, List.of(text(NAME, name)));
        for (String key : ImmutableList.copyOf(json.fieldNames())) {
            JsonNode value = json.path(key);
            if (key.equals(NAME)) {
                throw new BadConfigurationException(key, "is not a key", "The name of a peer stands in the path");
            }
            if (!PeerBlock.KEYS.contains(key)) {
                throw unknown(key);
            }
            if (!key.equals(SECRET) || !isNone(value)) {
                texts.put(key, texts(key, value));
            }
        }
        Kept kept = new Kept(!json.has(SECRET), !json.has(PeerBlock.MODE));
        return new PeerJson(PeerBlock.from(Block.of(texts)), kept);
    }

    /**
     * The mode, where the body has that and nothing else: for a peer that is there, wherever it is written.
     *
     * @throws BadConfigurationException as for the whole
     */
    static Optional<PeerMode> modeAlone(String body) throws BadConfigurationException {
        JsonNode json = BoundedJson.object(body, EXAMPLE);
        if (json.size() != 1 || !json.has(PeerBlock.MODE)) {
            return Optional.empty();
        }
        List<String> mode = texts(PeerBlock.MODE, json.path(PeerBlock.MODE));
        return PeerBlock.mode(Block.of(Map.of(PeerBlock.MODE, mode)));
    }

    private static BadConfigurationException unknown(String key) {
        List<String> known = PeerBlock.KEYS.stream()
                .filter(candidate -> !candidate.equals(NAME))
                .sorted()
                .toList();
        String meant = Spelling.nearest(key, known)
                .map(word -> "; did you mean " + word)
                .orElse("");
        return new BadConfigurationException(
                "the body",
                "unknown key " + Escaped.of(Ascii.truncate(key, LONGEST_KEY_SHOWN, "...")) + meant,
                "Known here: " + String.join(", ", known));
    }

    private static boolean isNone(JsonNode secret) {
        return secret.isNull() || (secret.isTextual() && secret.textValue().isEmpty());
    }

    private static List<String> texts(String key, JsonNode value) throws BadConfigurationException {
        if (!value.isArray()) {
            return List.of(single(key, value));
        }
        Integer most = PeerBlock.LISTS.get(key);
        if (most == null) {
            throw new BadConfigurationException(key, "is a list", "Write one value");
        }
        if (value.size() > most) {
            throw new BadConfigurationException(
                    key, "is a list of " + value.size(), "Write at most " + most + " values");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            texts.add(single(key, element));
        }
        return texts;
    }

    private static String single(String key, JsonNode value) throws BadConfigurationException {
        if (value.isNull()) {
            throw new BadConfigurationException(key, "is null", "Leave it out for its default");
        }
        if (!value.isValueNode()) {
            throw new BadConfigurationException(key, "holds an object or a list of lists", "Write one text");
        }
        if (!value.isTextual() && !(PORTS.contains(key) && value.isIntegralNumber())) {
            throw new BadConfigurationException(key, "is not a text", "Write it in quotation marks");
        }
        return text(key, value.asText());
    }

    // It would be looked up in James's environment, by whoever may use WebAdmin.
    private static String text(String key, String text) throws BadConfigurationException {
        if (text.contains("${")) {
            throw new BadConfigurationException(
                    key, "holds ${, which means something in the file only", "Write the value itself");
        }
        return text;
    }
}
