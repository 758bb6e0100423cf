// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mail that waits.
 *
 * @param since since when; null: not told
 * @param next when it is due; null: not told
 */
public record ShownMail(String name, @Nullable Instant since, @Nullable Instant next) {}
