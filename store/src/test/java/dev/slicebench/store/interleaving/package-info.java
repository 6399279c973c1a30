/**
 * A search of the interleavings of writers and readers that run the modes' own code.
 *
 * <p>A {@link dev.slicebench.store.interleaving.Script} runs over a mode's code until it waits for
 * answers of the state store; that is a {@link dev.slicebench.store.interleaving.Node}. Several
 * nodes over one {@link dev.slicebench.store.interleaving.Memory} are a {@link
 * dev.slicebench.store.interleaving.State}; a {@link dev.slicebench.store.interleaving.Step} leads
 * to the next. {@link dev.slicebench.store.interleaving.Search} takes every step, {@link
 * dev.slicebench.store.interleaving.RandomWalk} one; {@link
 * dev.slicebench.store.interleaving.Promises} are held against each state that either meets.
 */
@NullMarked
package dev.slicebench.store.interleaving;

import org.jspecify.annotations.NullMarked;
