"""An app with one widget of each kind; `said` repeats what the script last read."""

import streamlit as st


def say(key: str) -> None:
    st.session_state.said = repr(st.session_state[key])


def told(key: str) -> dict[str, object]:
    return {"key": key, "on_change": say, "args": (key,)}


st.text_input("Said", "nothing", key="said")
st.slider("Slider without a key", 0.0, 10.0, 5.0)
st.slider("Height", 0.0, 10.0, 2.5, **told("height"))
st.select_slider("Rate", [0.1, 0.2, 0.3], 0.2, format_func="eta {:g}".format, **told("rate.adam"))
st.number_input("Noise", 0.0, 5.0, 1.0, **told("noise"))
st.text_input("Formula", "x^2", **told("formula"))
st.text_area("Notes", "none", **told("notes"))
st.selectbox("Loss", ["Beale", "Ackley"], 1, **told("loss"))
st.selectbox("Nothing chosen", ["Beale", "Ackley"], None, key="unchosen")
st.radio("View", ["flat", "steep"], **told("view"))
st.multiselect("Rules", ["adam", "gd", "nag"], ["gd"], **told("rules"))
st.pills("Rule", ["adam", "gd"], default="adam", **told("rule"))
st.checkbox("Basins", **told("basins"))
trouble = st.selectbox("Trouble", ["none", "exception", "alert", "rerun"], key="trouble")
st.markdown("A long story. " * 2000)


@st.fragment
def part() -> None:
    if st.checkbox("In a fragment", key="in_part"):
        st.session_state.fragment_ran = True


part()
if st.checkbox("Extra", key="extra"):
    st.slider("More", 0, 3, key="more")
if trouble == "exception":
    raise ValueError("broken on purpose")
if trouble == "alert":
    st.error("Wrong on purpose")
if trouble == "rerun" and "again" not in st.session_state:
    st.session_state.again = True
    st.rerun()
if "again" in st.session_state:
    st.slider("Only after the second run", 0, 3, key="second")
