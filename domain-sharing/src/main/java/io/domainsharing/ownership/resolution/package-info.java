// SPDX-License-Identifier: Apache-2.0
/** From answers to a verdict: local directory, cache, all peers at once, and only then a local catch-all. */
@NullMarked
package io.domainsharing.ownership.resolution;

import org.jspecify.annotations.NullMarked;
