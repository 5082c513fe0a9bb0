"""The floor: a bare Streamlit app with one slider and one static contour of 100 x 100."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

height = st.slider("Height of the ripples", 0.0, 10.0, 5.0, step=0.1)
x = np.linspace(-5, 5, 100)
ripples = x**2 - height * np.cos(2 * np.pi * x)
st.plotly_chart(go.Figure(go.Contour(x=x, y=x, z=ripples + ripples[:, np.newaxis])))
