// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.cluster.redis;

import io.domainsharing.ownership.configuration.RedisUri;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateUnavailableException;
import io.domainsharing.ownership.state.StateValue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Entries in Redis, each a key with its lifetime. Every change is one script, which Redis runs alone; names of kinds that are listed
 * stand in a set besides. Time is Redis's. Thread-safe; blocks, at most {@link #PATIENCE} for each server.
 */
public final class RedisState implements SharedState, AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String PREFIX = "domain-sharing:{site}:";
    private static final String WRITE =
            """
            if ARGV[3] == '' then redis.call('SET', KEYS[1], ARGV[2])
            else redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3]) end
            if ARGV[4] ~= '' then redis.call('SADD', KEYS[2], ARGV[4]) end
            return 1
            """;
    private static final String PUT = "if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end\n" + WRITE;
    private static final String SET = "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end\n" + WRITE;
    private static final String REMOVE =
            """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
            redis.call('DEL', KEYS[1])
            redis.call('SREM', KEYS[2], ARGV[2])
            return 1
            """;
    private static final String LIST =
            """
            local all = {}
            for _, name in ipairs(redis.call('SMEMBERS', KEYS[1])) do
                local text = redis.call('GET', ARGV[1] .. name)
                if text then
                    all[#all + 1] = name
                    all[#all + 1] = text
                else
                    redis.call('SREM', KEYS[1], name)
                end
            end
            return all
            """;

    private final RedisServers servers;

    private RedisState(RedisServers servers) {
        this.servers = servers;
    }

    /**
     * The entries in the first of these that is written to.
     *
     * @throws StateUnavailableException none of them is, or takes scripts
     */
    public static RedisState open(List<RedisUri> uris) throws StateUnavailableException {
        RedisState state = new RedisState(new RedisServers(uris, PATIENCE));
        try {
            Map<String, String> unused = state.list(StateKind.LEASE);
            return state;
        } catch (StateUnavailableException e) {
            state.close();
            throw e;
        }
    }

    @Override
    public Optional<String> get(StateKey key) throws StateUnavailableException {
        return Optional.ofNullable((String) call(List.of("GET", nameOf(key))));
    }

    @Override
    public boolean putIfAbsent(StateKey key, StateValue value) throws StateUnavailableException {
        return change(PUT, key, "", value);
    }

    @Override
    public boolean compareAndSet(StateKey key, String expected, StateValue next) throws StateUnavailableException {
        return change(SET, key, expected, next);
    }

    @Override
    public boolean remove(StateKey key, String expected) throws StateUnavailableException {
        return isDone(call(List.of("EVAL", REMOVE, "2", nameOf(key), indexOf(key.kind()), expected, key.name())));
    }

    @Override
    public Map<String, String> list(StateKind kind) throws StateUnavailableException {
        if (!kind.isListed()) {
            throw new IllegalArgumentException("there are too many of the kind " + kind);
        }
        Map<String, String> entries = new TreeMap<>();
        Object reply = call(List.of("EVAL", LIST, "1", indexOf(kind), PREFIX + kind.word() + ':'));
        List<?> all = reply instanceof List<?> list ? list : List.of();
        for (int i = 0; i + 1 < all.size(); i += 2) {
            entries.put(String.valueOf(all.get(i)), String.valueOf(all.get(i + 1)));
        }
        return entries;
    }

    private boolean change(String script, StateKey key, String expected, StateValue value)
            throws StateUnavailableException {
        List<String> words = new ArrayList<>(List.of("EVAL", script, "2", nameOf(key), indexOf(key.kind())));
        words.add(expected);
        words.add(value.text());
        words.add(value.seconds().isPresent() ? Long.toString(value.seconds().getAsLong()) : "");
        words.add(key.kind().isListed() ? key.name() : "");
        return isDone(call(words));
    }

    private static boolean isDone(@Nullable Object reply) {
        return Long.valueOf(1).equals(reply);
    }

    private @Nullable Object call(List<String> words) throws StateUnavailableException {
        try {
            return servers.call(words);
        } catch (IOException e) {
            throw new StateUnavailableException("Redis: " + e.getMessage(), e);
        }
    }

    private static String nameOf(StateKey key) {
        return PREFIX + key.kind().word() + ':' + key.name();
    }

    private static String indexOf(StateKind kind) {
        return PREFIX + "index:" + kind.word();
    }

    /** Idempotent. */
    @Override
    public void close() {
        servers.close();
    }
}
