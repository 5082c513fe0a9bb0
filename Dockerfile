# Small, not root, on a read-only file system:
#   docker build -t switchback .
#   docker run --read-only --tmpfs /tmp -p 8501:8501 switchback
FROM python:3.11-slim

# No compiler is needed: every requirement comes as a wheel.
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --requirement requirements.txt

COPY . .
# Opening the first page publishes what browsers fetch into static/, which is read-only later.
# A page that does not open is no image.
RUN python -c "from streamlit.testing.v1 import AppTest; app = AppTest.from_file('app.py', default_timeout=120).run(); assert not app.exception, app.exception" \
    && python -m compileall -q .

# The files of an image never change, so nobody watches them; /tmp is all that may be written.
ENV HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STREAMLIT_SERVER_FILE_WATCHER_TYPE=none \
    STREAMLIT_SERVER_HEADLESS=true \
    STREAMLIT_SERVER_PORT=8501
USER 65534:65534
EXPOSE 8501
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=3)"]
CMD ["streamlit", "run", "app.py"]
