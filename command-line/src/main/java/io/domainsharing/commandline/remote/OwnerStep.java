// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.terminal.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** One step on the way from an address to its owner. */
record OwnerStep(JsonNode step) {
    /** What is looked at, what it says, and details. */
    Object[] cells() {
        String name = step.path("step").asText();
        String outcome = step.path("outcome").asText();
        return switch (name) {
            case "pin" -> cells("pinned to", Word.of(step.path("owner").asText()), pinned(outcome));
            case "local" -> cells("here", outcome(outcome), String.join(" -> ", via()) + members());
            case "cache" -> cells("remembered", outcome(outcome), remembered());
            case "peer" -> cells("peer " + step.path("peer").asText(), PeerWords.of(outcome), ofPeer());
            case "digest" -> cells("digest of " + step.path("peer").asText(), outcome(outcome), digest());
            case "catchAll" -> cells("catch-all", outcome(outcome), "");
            case "gateway" -> cells("gateway", outcome(outcome), "");
            case "verdict" -> cells(
                    "verdict",
                    outcome(outcome),
                    step.has("detail")
                            ? step.path("detail").asText()
                            : step.path("peer").asText());
            case "reply" -> cells(
                    "reply",
                    Words.reply(outcome),
                    behind(outcome, step.path("line").asText()));
            default -> cells(name, Word.of(outcome), "");
        };
    }

    private static Object[] cells(String what, Word says, String details) {
        return new Object[] {what, says, Words.faint(details)};
    }

    private static String behind(String code, String line) {
        String text = line.startsWith(code) ? line.substring(code.length()) : line;
        return text.startsWith(" ") ? text.substring(1) : text;
    }

    private static Word outcome(String outcome) {
        return Word.of(outcome.replace('_', ' '));
    }

    private String pinned(String outcome) {
        List<String> words = new ArrayList<>();
        if (!outcome.equals("counts")) {
            words.add("which is no peer that shares: it does not count");
        }
        add(words, "until ", "until");
        return String.join(", ", words);
    }

    private List<String> via() {
        return StreamSupport.stream(step.path("via").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private String members() {
        return step.has("members") ? ", " + step.path("members").asText() + " members" : "";
    }

    private String remembered() {
        List<String> words = new ArrayList<>();
        add(words, "", "owner");
        if (step.has("ageSeconds")) {
            words.add("since " + Words.age(step.path("ageSeconds").asLong()));
        }
        add(words, "asked again after ", "refreshAt");
        add(words, "until ", "expiresAt");
        return String.join(", ", words);
    }

    private void add(List<String> words, String before, String field) {
        String text = Words.time(step, field).text();
        if (!text.isEmpty()) {
            words.add(before + text);
        }
    }

    private String ofPeer() {
        List<String> words = new ArrayList<>();
        if (step.path("mode").asText().equals("observe")) {
            words.add("only observed: decides nothing");
        }
        words.add(Words.millis(step.path("millis")).text());
        words.add(step.path("detail").asText(""));
        return words.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining(", "));
    }

    private String digest() {
        List<String> words = new ArrayList<>();
        words.add((step.path("live").asBoolean() ? "connected, " : "not connected, ")
                + Words.age(step.path("ageSeconds").asLong()) + " old");
        if (step.path("instead").asText().equals("no")) {
            words.add("a no without a question");
        } else if (!step.path("ifSilent").asText("nothing").equals("nothing")) {
            words.add("a " + step.path("ifSilent").asText() + " if the peer is silent");
        }
        return String.join(", ", words);
    }
}
