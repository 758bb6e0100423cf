// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.hash.Hashing;
import io.domainsharing.commandline.conf.Office;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.PeerName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;

/**
 * What one office tells the other, as one word: who it is, where it is asked, and with which secret. Its text form never shows it;
 * {@link #encoded()} does.
 *
 * @param id made anew for each invitation; an answer has that of the invitation
 * @param isAnswer whether it answers an invitation, rather than being one
 * @param expires to the second
 * @param from who speaks
 * @param secret that {@code from} accepts
 * @param domains that are shared; none: each office shares all that it has
 * @param to who is spoken to; null: whoever comes
 * @param secretOfTo that {@code from} asks {@code to} with; null where {@code to} is
 */
record JoinToken(
        String id,
        boolean isAnswer,
        Instant expires,
        Office from,
        Secret secret,
        List<String> domains,
        @Nullable Office to,
        @Nullable Secret secretOfTo) {
    static final String PREFIX = "ds1:";

    private static final int CHECK = 4;
    private static final int LONGEST = 8_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    JoinToken {
        domains = List.copyOf(domains);
        if ((to == null) != (secretOfTo == null)) {
            throw new IllegalArgumentException("who is spoken to has a secret");
        }
    }

    /** Who is spoken to, where that is known. */
    Optional<Office> addressee() {
        return Optional.ofNullable(to);
    }

    /** As it is handed to the other office, by a way that keeps it secret. */
    String encoded() {
        ObjectNode json = JSON.createObjectNode();
        json.put("i", id).put("a", isAnswer).put("x", expires.getEpochSecond());
        put(json, "f", from);
        json.put("s", secret.value());
        domains.forEach(json.putArray("d")::add);
        if (to != null && secretOfTo != null) {
            put(json, "t", to);
            json.put("u", secretOfTo.value());
        }
        try {
            byte[] payload = JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
            byte[] whole = Arrays.copyOf(check(payload), CHECK + payload.length);
            System.arraycopy(payload, 0, whole, CHECK, payload.length);
            return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can be written", e);
        }
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException it is none; the message says why and quotes nothing of it
     */
    static JoinToken parse(String text) {
        String word = text.strip();
        if (!word.startsWith(PREFIX) || word.length() > LONGEST) {
            throw new IllegalArgumentException("that is no token: one begins with " + PREFIX);
        }
        try {
            byte[] whole = Base64.getUrlDecoder().decode(word.substring(PREFIX.length()));
            byte[] payload = Arrays.copyOfRange(whole, Math.min(CHECK, whole.length), whole.length);
            if (Arrays.equals(check(payload), Arrays.copyOf(whole, CHECK))) {
                return of(JSON.readTree(payload));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw damaged();
        }
        throw damaged();
    }

    private static IllegalArgumentException damaged() {
        return new IllegalArgumentException("the token is damaged: copy the whole of it again, in quotation marks");
    }

    private static JoinToken of(JsonNode json) {
        List<String> domains = new ArrayList<>();
        json.path("d").forEach(domain -> domains.add(Domain.of(domain.asText()).asString()));
        boolean isAddressed = json.has("t");
        return new JoinToken(
                json.path("i").asText(),
                json.path("a").asBoolean(),
                Instant.ofEpochSecond(json.path("x").asLong()),
                office(json.path("f")),
                new Secret(json.path("s").asText()),
                domains,
                isAddressed ? office(json.path("t")) : null,
                isAddressed ? new Secret(json.path("u").asText()) : null);
    }

    private static void put(ObjectNode json, String key, Office office) {
        json.putArray(key)
                .add(office.name().value())
                .add(office.host())
                .add(office.smtpPort())
                .add(office.mingerPort());
    }

    private static Office office(JsonNode json) {
        return new Office(
                new PeerName(json.path(0).asText()),
                json.path(1).asText(),
                json.path(2).asInt(),
                json.path(3).asInt());
    }

    private static byte[] check(byte[] payload) {
        return Arrays.copyOf(Hashing.sha256().hashBytes(payload).asBytes(), CHECK);
    }

    @Override
    public String toString() {
        return PREFIX + "***";
    }
}
